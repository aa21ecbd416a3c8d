package heartbeat.server.alert;

import heartbeat.model.Delivery;
import heartbeat.model.HttpRequest;
import heartbeat.model.JobName;
import heartbeat.model.Notification;
import heartbeat.model.RunId;
import heartbeat.notify.LocalMail;
import heartbeat.notify.MailComposer;
import heartbeat.notify.MailSender;
import heartbeat.notify.MailTransport;
import heartbeat.notify.PingSender;
import heartbeat.run.PingSettings;
import heartbeat.server.Alerts;
import heartbeat.server.ServeSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends alerts as mail and as HTTP requests, with the client's own senders. */
public final class ChannelSender implements Alerts.Sender, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");

  private final MailComposer composer;
  private final MailSender mailer;
  private final PingSender http;
  private final Supplier<ServeSettings> settings;
  private final AtomicBoolean saidTheWay = new AtomicBoolean();

  /** {@code host} is this machine's name, for Message-IDs and greetings. */
  public ChannelSender(String host, PingSender http, Supplier<ServeSettings> settings) {
    this.composer = new MailComposer(host);
    this.mailer = new MailSender(host);
    this.http = http;
    this.settings = settings;
  }

  @Override
  public Delivery send(Channel channel, Message message, long id) {
    return switch (channel) {
      case Channel.Mail mail -> mail(mail, message, id);
      case Channel.Webhook webhook -> webhook(webhook, message);
    };
  }

  private Delivery mail(Channel.Mail channel, Message message, long id) {
    MailTransport transport = settings.get().mailTransport();
    if (transport == null) {
      return new Delivery.Undelivered("no smtp or sendmail in the config", false);
    }
    Notification.SendMail mail =
        new Notification.SendMail(
            name(message),
            run(message, id),
            message.at(),
            settings.get().mailFrom(),
            channel.to(),
            oneLine(AlertText.subject(message)),
            AlertText.text(message),
            false);
    Path folder = settings.get().database().toAbsolutePath().getParent();
    Path file = null;
    try {
      file =
          folder == null
              ? Files.createTempFile("alert", ".eml")
              : Files.createTempFile(folder, "alert", ".eml");
      composer.compose(mail, null, line -> line, file);
      Delivery delivery = mailer.send(file, mail.from(), mail.to(), LocalMail.usable(transport));
      sayTheWay(delivery);
      return delivery;
    } catch (IOException e) {
      return new Delivery.Undelivered("the mail could not be written: " + e.getMessage(), false);
    } finally {
      delete(file);
    }
  }

  /** Once: that mail goes another way than the usual one, and why. */
  private void sayTheWay(Delivery delivery) {
    boolean another =
        delivery instanceof Delivery.Delivered taken && taken.detail().contains("; before that: ");
    if (another && saidTheWay.compareAndSet(false, true)) {
      LOG.warn("mail goes another way: {}", delivery.detail());
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("{} is left over", file);
    }
  }

  private Delivery webhook(Channel.Webhook channel, Message message) {
    String template = channel.body();
    Map<String, String> headers = new HashMap<>(channel.headers());
    boolean typed = headers.keySet().stream().anyMatch("Content-Type"::equalsIgnoreCase);
    if (!typed) {
      headers.put("Content-Type", template == null ? "application/json" : "text/plain");
    }
    headers.replaceAll((name, value) -> headerText(Template.plain(value, message)));
    String body =
        template == null ? Template.json(message) : Template.filled(template, headers, message);
    String url = Template.url(channel.url(), message);
    HttpRequest request = new HttpRequest(url, channel.method(), headers, body);
    return http.sendOnce(request, PingSettings.NONE);
  }

  /** A check's name as a job's: some characters can't be in one. */
  private static JobName name(Message message) {
    String name = message.check().isEmpty() ? "switch" : message.check();
    StringBuilder safe = new StringBuilder();
    name.codePoints()
        .limit(30)
        .map(c -> Character.isISOControl(c) || c == '/' || c == '\uFFFD' ? '-' : c)
        .forEach(safe::appendCodePoint);
    String text = safe.toString().strip();
    boolean odd = text.isEmpty() || text.startsWith(".") || text.startsWith("-");
    return new JobName(odd ? "check " + text : text);
  }

  /** The same alert has the same Message-ID each time it is sent. */
  private static RunId run(Message message, long id) {
    return RunId.of(message.at(), id, id);
  }

  /** Header values are ASCII; others are written as in mail (RFC 2047), which ntfy reads. */
  private static String headerText(String text) {
    String line = oneLine(text);
    if (line.chars().allMatch(c -> c < 128)) {
      return line;
    }
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  @Override
  public void close() {
    http.close();
  }

  /** Sends a message to each of the channels, as a test; returns what each said. */
  public Map<String, Delivery> test(List<Channel> channels, Message message) {
    Map<String, Delivery> results = new LinkedHashMap<>();
    for (Channel channel : channels) {
      results.put(channel.key(), send(channel, message, message.at().getEpochSecond()));
    }
    return results;
  }
}
