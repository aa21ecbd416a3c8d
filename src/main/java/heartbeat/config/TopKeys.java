package heartbeat.config;

import static heartbeat.config.ValueType.Kind.ADDRESS;
import static heartbeat.config.ValueType.Kind.BOOLEAN;
import static heartbeat.config.ValueType.Kind.HOST;
import static heartbeat.config.ValueType.Kind.PASSWORD;
import static heartbeat.config.ValueType.Kind.PATH;
import static heartbeat.config.ValueType.Kind.TEXT;

import java.util.List;

/** The keys at the top of a file, those of the group {@code smtp} among them. */
final class TopKeys {
  static final Key ENABLED =
      Key.ofTop(
          "enabled",
          ValueType.of(BOOLEAN),
          "true",
          "false",
          "false switches heartbeat off: it only reads, copies where tee is set, and ends with 0");

  static final Key STATE_DIR =
      Key.ofTop(
          "state-dir",
          ValueType.of(PATH),
          null,
          "/var/lib/heartbeat/www-data",
          "where runs, logs and undelivered messages are kept");

  static final Key SMTP_HOST =
      Key.ofTop(
          "smtp.host", ValueType.of(HOST), "localhost", "mail.example.org", "the mail server");

  static final Key SMTP_PORT =
      Key.ofTop(
          "smtp.port",
          ValueType.whole(1, 65_535),
          null,
          "25",
          "its port; 25, or 587 for starttls, or 465 for tls, when left out");

  static final Key SMTP_SECURITY =
      Key.ofTop(
          "smtp.security",
          ValueType.choice("none", "starttls", "tls"),
          "none",
          "starttls",
          "how the connection is protected");

  static final Key SMTP_USER =
      Key.ofTop("smtp.user", ValueType.of(TEXT), null, "heartbeat", "log in as");

  static final Key SMTP_PASSWORD =
      Key.ofTop(
          "smtp.password",
          ValueType.of(PASSWORD),
          null,
          "${env:SMTP_PASSWORD}",
          "better ${file:/path} or ${env:NAME} than the password itself");

  static final Key SMTP_FROM =
      Key.ofTop(
          "smtp.from",
          ValueType.of(ADDRESS),
          null,
          "heartbeat@example.org",
          "the sender of all mail; heartbeat at this host when left out");

  static final Key SMTP_TIMEOUT =
      Key.ofTop(
          "smtp.timeout",
          ValueType.someDuration(),
          "30s",
          "1m",
          "how long connecting and each answer may take");

  static final Key SMTP_CA_FILE =
      Key.ofTop(
          "smtp.ca-file",
          ValueType.of(PATH),
          null,
          "/etc/ssl/certs/ca-certificates.crt",
          "PEM certificates to trust instead of the system's");

  static final Key SMTP_HELLO =
      Key.ofTop(
          "smtp.hello",
          ValueType.of(HOST),
          null,
          "web1.example.org",
          "this machine's name in HELO; its own, or that in /etc/mailname when it has no domain");

  static final Key SENDMAIL =
      Key.ofTop(
          "sendmail",
          ValueType.of(PATH),
          null,
          "/usr/sbin/sendmail",
          "mail through this program instead of smtp");

  /** All of them, in the order in which people read of them. */
  static final List<Key> ALL =
      List.of(
          ENABLED,
          STATE_DIR,
          SMTP_HOST,
          SMTP_PORT,
          SMTP_SECURITY,
          SMTP_USER,
          SMTP_PASSWORD,
          SMTP_FROM,
          SMTP_TIMEOUT,
          SMTP_CA_FILE,
          SMTP_HELLO,
          SENDMAIL);

  private TopKeys() {}
}
