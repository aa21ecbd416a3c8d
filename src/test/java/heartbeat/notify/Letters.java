package heartbeat.notify;

import heartbeat.model.HttpRequest;
import heartbeat.model.JobName;
import heartbeat.model.Notification.SendMail;
import heartbeat.model.Notification.SendMessage;
import heartbeat.model.Notification.SendPing;
import heartbeat.model.PingKind;
import heartbeat.model.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Things to deliver. */
final class Letters {
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  static final JobName MOODLE = new JobName("moodle");

  private Letters() {}

  static SendPing ping(PingKind kind, String url) {
    return ping(MOODLE, kind, url);
  }

  static SendPing ping(JobName job, PingKind kind, String url) {
    return new SendPing(
        job,
        RunId.of(NOON, 1, 2),
        NOON,
        kind,
        url,
        "POST",
        Map.of("X-A", "\u00e9", "X-B", "2"),
        "body \u0000 \ud83d\ude00\n");
  }

  static SendMail mail(String subject) {
    return new SendMail(
        MOODLE,
        RunId.of(NOON, 1, 2),
        NOON,
        "heartbeat@example.org",
        List.of("a@example.org", "b@example.org"),
        subject,
        "text",
        "heartbeat log moodle");
  }

  static SendMessage message(String channel, String url) {
    return new SendMessage(
        MOODLE,
        RunId.of(NOON, 1, 2),
        NOON,
        channel,
        "recipient of " + channel,
        new HttpRequest(url, "POST", Map.of("Content-Type", "application/json"), "{}"));
  }

  /** Puts a mail whose message is its subject. */
  static OutboxItem.Mail put(Outbox outbox, String subject) throws IOException {
    Path draft = outbox.draft(MOODLE);
    Files.writeString(draft, subject);
    return outbox.put(mail(subject), draft, null);
  }
}
