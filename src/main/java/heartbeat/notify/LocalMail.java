package heartbeat.notify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How heartbeat sends mail when the config does not say how. */
public final class LocalMail {
  private static final Path SENDMAIL = Path.of("/usr/sbin/sendmail");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final MailTransport.Smtp LOCALHOST =
      new MailTransport.Smtp(
          "localhost", 25, MailTransport.Security.NONE, null, null, Duration.ofSeconds(30), null);

  private LocalMail() {}

  /** By the sendmail command and by a mail server on this machine, the likelier one first. */
  public static MailTransport here() {
    return Files.isExecutable(SENDMAIL)
        ? usable(new MailTransport.Sendmail(SENDMAIL), LOCALHOST, canGainPrivileges())
        : LOCALHOST;
  }

  /** The same for a sendmail command that the config names; any other transport stays as it is. */
  public static MailTransport usable(MailTransport configured) {
    return configured instanceof MailTransport.Sendmail sendmail && !canGainPrivileges()
        ? usable(sendmail, LOCALHOST, false)
        : configured;
  }

  /**
   * The order. The commands behind sendmail are set-id programs, which can't put a mail into their
   * queue where no privileges can be gained (systemd's NoNewPrivileges): there a mail server comes
   * first.
   */
  static MailTransport usable(
      MailTransport.Sendmail sendmail, MailTransport.Smtp server, boolean canGainPrivileges) {
    return new MailTransport.FirstOf(
        canGainPrivileges ? List.of(sendmail, server) : List.of(server, sendmail));
  }

  /** By proc_pid_status(5); true where that can't be read. */
  private static boolean canGainPrivileges() {
    try {
      return !Files.readString(STATUS).contains("\nNoNewPrivs:\t1\n");
    } catch (IOException e) {
      return true;
    }
  }
}
