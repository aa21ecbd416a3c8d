package heartbeat.shipped;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import heartbeat.channel.ChannelMessage;
import heartbeat.channel.Discord;
import heartbeat.channel.GoogleChat;
import heartbeat.channel.Gotify;
import heartbeat.channel.Matrix;
import heartbeat.channel.Mattermost;
import heartbeat.channel.Ntfy;
import heartbeat.channel.Opsgenie;
import heartbeat.channel.PagerDuty;
import heartbeat.channel.Pushover;
import heartbeat.channel.Service;
import heartbeat.channel.Slack;
import heartbeat.channel.Target;
import heartbeat.channel.Teams;
import heartbeat.channel.Telegram;
import heartbeat.channel.Webhook;
import heartbeat.channel.Zulip;
import heartbeat.model.Delivery;
import heartbeat.notify.ChannelDelivery;
import heartbeat.notify.FakeSmtp;
import heartbeat.notify.MailTransport;
import heartbeat.notify.PingSender;
import heartbeat.server.Fixtures;
import heartbeat.server.ServeSettings;
import heartbeat.server.alert.AlertText;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.ChannelSender;
import heartbeat.server.alert.Message;
import heartbeat.server.alert.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One message of each channel as it arrived at a stand-in for its service: {@code
 * docs/channel-messages.md}, which {@code -Dheartbeat.update=true} writes.
 */
class ChannelListingTest {
  private static final Path PAGE = Path.of("docs/channel-messages.md");
  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private static final ChannelMessage DOWN =
      new ChannelMessage(
          ChannelMessage.Kind.DOWN,
          "42",
          "heartbeat/8116e449-d71c-4112-8f5d-a66f60902091",
          "backup",
          "DOWN: backup failed with exit status 1: pg_dump: error: no space left",
          "failed",
          "Check: backup\n"
              + "Description: nightly dump\n"
              + "Schedule: 30 2 * * * (Europe/Amsterdam), grace 1h\n"
              + "Down since: 2026-03-01 02:31:07 UTC",
          List.of("db", "night"),
          List.of("dumping <moodle> & more", "pg_dump: error: no space left @here"),
          "https://hb.example.org/checks/7",
          Instant.parse("2026-03-01T02:31:07Z"),
          new ChannelMessage.Facts(
              "backup",
              "8116e449-d71c-4112-8f5d-a66f60902091",
              "nightly dump",
              "30 2 * * * (Europe/Amsterdam), grace 1h",
              "web1",
              Instant.parse("2026-03-01T02:31:07Z"),
              Instant.parse("2026-03-01T02:31:07Z"),
              0,
              1));

  @TempDir Path folder;

  @Test
  void thePageShowsOneMessageOfEachChannelAsItArrived() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # One message of each channel, as it arrives

            A check that failed, told on each channel. A test sends each message to a stand-in for the service and writes down what arrived
            (`ChannelListingTest`); tokens and URLs are made up.
            """);
    mail(page);
    WireMockServer stub = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    stub.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200).withBody("{}")));
    stub.start();
    try (PingSender http =
        new PingSender(InstantSource.system(), new Random(1), time -> {}, Map.of())) {
      ChannelDelivery delivery = new ChannelDelivery(http);
      for (Service service : services(stub.baseUrl())) {
        stub.resetRequests();
        assertThat(delivery.send(service, DOWN)).isInstanceOf(Delivery.Delivered.class);
        List<LoggedRequest> arrived =
            stub.findAll(com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor(anyUrl()));
        assertThat(arrived).as(service.id()).hasSize(1);
        section(page, service.id(), arrived.getFirst());
      }
      command(page, delivery);
    } finally {
      stub.stop();
    }
    if (Boolean.getBoolean("heartbeat.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(page.toString())
        .as("run with -Dheartbeat.update=true")
        .isEqualTo(Files.readString(PAGE));
  }

  /** The same alert by mail: a log that is longer than that is attached as well. */
  private void mail(StringBuilder page) throws IOException {
    Instant at = DOWN.at();
    Message alert =
        new Message(
            "down",
            "backup",
            "backup",
            DOWN.tags(),
            "failed",
            at,
            at,
            0,
            at,
            1,
            String.join("\n", DOWN.log()),
            "pg_dump: error: no space left",
            "",
            DOWN.link(),
            new Message.About(
                DOWN.facts().uuid(), DOWN.facts().description(), DOWN.facts().schedule()));
    try (FakeSmtp arrived = new FakeSmtp()) {
      MailTransport transport =
          new MailTransport.Smtp(
              "localhost",
              arrived.port(),
              MailTransport.Security.NONE,
              null,
              null,
              Duration.ofSeconds(60),
              null);
      ServeSettings settings =
          Fixtures.mailing(
              Fixtures.settings(folder.resolve("switch.db"), List.of(), Routes.NOWHERE), transport);
      try (PingSender http =
              new PingSender(InstantSource.system(), new Random(1), time -> {}, Map.of());
          ChannelSender sender = new ChannelSender("web1", "web1", http, () -> settings)) {
        Channel mail = new Channel.Mail("default/mail", List.of("ops@example.org"));
        assertThat(sender.send(mail, alert, 42)).isInstanceOf(Delivery.Delivered.class);
      }
      // The time where the reader is: here in UTC, whatever zone the build is in.
      String text =
          arrived
              .messages
              .getFirst()
              .replace("\r\n", "\n")
              .replace(AlertText.local(at), "2026-03-01 02:31:07 UTC")
              .replaceFirst("(?m)^Date: .*$", "Date: Sun, 1 Mar 2026 02:31:07 +0000 (UTC)");
      page.append("\n## mail\n\n````\n").append(text.strip()).append("\n````\n");
    }
  }

  private static List<Service> services(String base) {
    return List.of(
        new Slack(base + "/services/T/B/x"),
        new Teams(base + "/workflows/x"),
        new Discord(base + "/api/webhooks/1/x"),
        new Telegram(base, "1:token", "-1001", null),
        Ntfy.of(base + "/mytopic", null, null),
        new Matrix(base, "token", "!room:example.org"),
        new Mattermost(base + "/hooks/x"),
        new GoogleChat(base + "/v1/spaces/A/messages?key=k&token=t"),
        new Zulip(base, "bot@z.example.org", "key", "ops", null),
        new Gotify(base, "token", null),
        new Pushover(base, "token", "user", null, null),
        new PagerDuty(base, "key"),
        new Opsgenie(base, "key"),
        new Webhook(base + "/hook", "POST", Map.of(), null));
  }

  private static void section(StringBuilder page, String name, LoggedRequest request) {
    page.append("\n## ").append(name).append("\n\n````\n");
    page.append(request.getMethod()).append(' ').append(request.getUrl()).append('\n');
    String type = String.valueOf(request.getHeader("Content-Type"));
    page.append("Content-Type: ").append(type).append("\n\n");
    page.append(shown(request.getBodyAsString(), type)).append("\n````\n");
  }

  private static String shown(String body, String type) {
    return type.contains("json")
        ? PRETTY.toJson(JsonParser.parseString(body))
        : body.replace("&", "\n&");
  }

  private void command(StringBuilder page, ChannelDelivery delivery) throws IOException {
    Path arrived = folder.resolve("stdin");
    Target.ByCommand command =
        new Target.ByCommand(
            List.of("/bin/sh", "-c", "cat > \"$1\"", "sh", arrived.toString()),
            Duration.ofSeconds(60));
    assertThat(delivery.send(command, DOWN)).isInstanceOf(Delivery.Delivered.class);
    page.append("\n## command\n\nOn its standard input:\n\n````\n");
    page.append(shown(Files.readString(arrived), "json")).append("\n````\n");
  }
}
