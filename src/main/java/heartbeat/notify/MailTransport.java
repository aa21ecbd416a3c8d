package heartbeat.notify;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How heartbeat sends mail. */
public sealed interface MailTransport {

  /** How a connection to an SMTP server is protected. */
  enum Security {
    /** Not at all. */
    NONE,
    /** By STARTTLS; a server that does not offer it gets no mail and no password. */
    STARTTLS,
    /** From the first byte, usually on port 465. */
    TLS
  }

  /**
   * An SMTP server.
   *
   * @param user null: no login
   * @param timeout of connecting, and of each single answer
   * @param caFile PEM certificates to trust instead of Java's
   * @param hello the name of this machine in HELO; null: its host name
   */
  record Smtp(
      String host,
      int port,
      Security security,
      @Nullable String user,
      @Nullable String password,
      Duration timeout,
      @Nullable Path caFile,
      @Nullable String hello)
      implements MailTransport {

    /** With the name of this machine in HELO. */
    public Smtp(
        String host,
        int port,
        Security security,
        @Nullable String user,
        @Nullable String password,
        Duration timeout,
        @Nullable Path caFile) {
      this(host, port, security, user, password, timeout, caFile, null);
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "Smtp[" + server() + ", " + security + (user == null ? "]" : ", user " + user + "]");
    }

    /** Host and port, for people. */
    String server() {
      return host + ":" + port;
    }
  }

  /** The local mail system, by its sendmail command. */
  record Sendmail(Path program) implements MailTransport {}

  /** Several ways: heartbeat tries them in order, until one takes the mail. */
  record FirstOf(List<MailTransport> ways) implements MailTransport {
    public FirstOf {
      ways = List.copyOf(ways);
    }
  }
}
