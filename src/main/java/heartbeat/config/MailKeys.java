package heartbeat.config;

import static heartbeat.config.ValueType.Kind.ADDRESS;
import static heartbeat.config.ValueType.Kind.ADDRESSES;
import static heartbeat.config.ValueType.Kind.LINES;
import static heartbeat.config.ValueType.Kind.TEXT;

import java.util.List;

/** The keys of the group {@code mail} of a job. */
final class MailKeys {
  static final Key TO =
      Key.ofJob(
          "mail.to",
          ValueType.of(ADDRESSES),
          null,
          "[admin@example.org, ops@example.org]",
          "who is mailed; nobody when left out");

  static final Key FROM =
      Key.ofJob(
          "mail.from",
          ValueType.of(ADDRESS),
          null,
          "heartbeat@example.org",
          "the sender; smtp.from, or heartbeat at this host, when left out");

  static final Key ON =
      Key.ofJob(
          "mail.on",
          ValueType.choices("failure", "warning", "recovery"),
          "[failure, warning, recovery]",
          "[failure, recovery]",
          "what is mailed about");

  static final Key SUBJECT =
      Key.ofJob(
          "mail.subject",
          ValueType.of(TEXT),
          null,
          "'{verdict}: {job} on {host}'",
          "the subject, with placeholders");

  static final Key BODY =
      Key.ofJob(
          "mail.body",
          ValueType.of(LINES),
          null,
          "'{reason} {advice}'",
          "the text, with placeholders; the built-in text when left out");

  static final Key COOLDOWN =
      Key.ofJob(
          "mail.cooldown",
          ValueType.duration(),
          "30m",
          "1h",
          "the same failure again within this time is only counted");

  /** All of them, in the order in which people read of them. */
  static final List<Key> ALL = List.of(TO, FROM, ON, SUBJECT, BODY, COOLDOWN);

  private MailKeys() {}
}
