package heartbeat.notify;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How mail leaves this machine. */
public sealed interface MailTransport {
  /** How the connection to an SMTP server is protected. */
  enum Security {
    NONE,
    /** Plain at first, then TLS; no mail is sent when the server does not offer it. */
    STARTTLS,
    TLS
  }

  /**
   * An SMTP server.
   *
   * @param user null: no login
   * @param timeout of connecting, and of each answer of the server
   * @param caFile PEM certificates to trust instead of the system's
   */
  record Smtp(
      String host,
      int port,
      Security security,
      @Nullable String user,
      @Nullable String password,
      Duration timeout,
      @Nullable Path caFile)
      implements MailTransport {}

  /** The local {@code sendmail} program, or one that takes its options. */
  record Sendmail(Path program) implements MailTransport {}
}
