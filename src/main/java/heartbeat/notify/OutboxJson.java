package heartbeat.notify;

import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonWriter;
import heartbeat.files.JsonFields;
import heartbeat.model.HttpRequest;
import heartbeat.model.JobName;
import heartbeat.model.Notification.SendMessage;
import heartbeat.model.Notification.SendPing;
import heartbeat.model.PingKind;
import heartbeat.model.RunId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An item's envelope as JSON, and back. */
final class OutboxJson {
  private OutboxJson() {}

  private record Header(String name, String value) {}

  static byte[] write(OutboxItem item) {
    return JsonFields.write(
        json -> {
          json.name("job").value(item.job().value());
          json.name("run").value(item.run().toString());
          json.name("happened").value(item.happened().toString());
          switch (item) {
            case OutboxItem.Ping ping -> writePing(ping.ping(), json);
            case OutboxItem.Mail mail -> writeMail(mail, json);
            case OutboxItem.Message message -> writeMessage(message.message(), json);
          }
          writeHistory(item.history(), json);
        });
  }

  private static void writePing(SendPing ping, JsonWriter json) throws IOException {
    json.name("kind").value("ping");
    json.name("ping").value(ping.kind().name());
    writeRequest(ping.request(), json);
  }

  private static void writeMessage(SendMessage message, JsonWriter json) throws IOException {
    json.name("kind").value("message");
    json.name("channel").value(message.channel());
    json.name("recipient").value(message.recipient());
    writeRequest(message.request(), json);
  }

  private static void writeRequest(HttpRequest request, JsonWriter json) throws IOException {
    json.name("url").value(request.url());
    json.name("method").value(request.method());
    json.name("headers").beginArray();
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      json.beginObject();
      json.name("name").value(header.getKey());
      json.name("value").value(header.getValue());
      json.endObject();
    }
    json.endArray();
    json.name("body").value(request.body());
  }

  private static void writeMail(OutboxItem.Mail mail, JsonWriter json) throws IOException {
    json.name("kind").value("mail");
    json.name("from").value(mail.from());
    JsonFields.writeTexts(json, "to", mail.to());
    json.name("subject").value(mail.subject());
    json.name("awaitsLog").value(mail.awaitsLog());
    TransportJson.write(mail.by(), json);
  }

  private static void writeHistory(OutboxHistory history, JsonWriter json) throws IOException {
    Instant first = history.firstFailure();
    json.name("created").value(history.created().toString());
    json.name("attempts").value(history.attempts());
    json.name("firstFailure").value(first == null ? null : first.toString());
    json.name("due").value(history.due().toString());
    json.name("lastDetail").value(history.lastDetail());
    Instant notBefore = history.notBefore();
    json.name("notBefore").value(notBefore == null ? null : notBefore.toString());
  }

  /** Throws JsonParseException when it is damaged. */
  static OutboxItem read(Path file, byte[] utf8) {
    JsonFields json = JsonFields.parse(utf8);
    JobName job = json.parsed("job", JobName::new);
    RunId run = json.parsed("run", RunId::parse);
    Instant happened = json.instant("happened");
    OutboxHistory history = history(json);
    return switch (json.text("kind")) {
      case "ping" ->
          new OutboxItem.Ping(
              file,
              new SendPing(
                  job, run, happened, json.parsed("ping", PingKind::valueOf), request(json)),
              history);
      case "message" ->
          new OutboxItem.Message(
              file,
              new SendMessage(
                  job,
                  run,
                  happened,
                  json.text("channel"),
                  // Those of older versions have none.
                  Objects.requireNonNullElse(json.textOrNull("recipient"), ""),
                  request(json)),
              history);
      case "mail" ->
          new OutboxItem.Mail(
              file,
              job,
              run,
              happened,
              json.text("from"),
              json.texts("to"),
              json.text("subject"),
              TransportJson.read(json),
              Boolean.parseBoolean(json.textOrNull("awaitsLog")),
              history);
      default -> throw new JsonParseException("of an unknown kind");
    };
  }

  private static HttpRequest request(JsonFields json) {
    List<Header> headers =
        json.objects("headers", one -> new Header(one.text("name"), one.text("value")));
    Map<String, String> byName = new LinkedHashMap<>();
    for (Header header : headers) {
      byName.put(header.name(), header.value());
    }
    return new HttpRequest(json.text("url"), json.text("method"), byName, json.text("body"));
  }

  private static OutboxHistory history(JsonFields json) {
    @Nullable Instant first = json.instantOrNull("firstFailure");
    return new OutboxHistory(
        json.instant("created"),
        json.parsed("attempts", Integer::parseInt),
        first,
        json.instant("due"),
        json.text("lastDetail"),
        json.instantOrNull("notBefore"));
  }
}
