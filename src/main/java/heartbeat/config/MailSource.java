package heartbeat.config;

import heartbeat.notify.MailTransport;
import heartbeat.notify.MailTransport.Security;
import heartbeat.notify.MailTransport.Sendmail;
import heartbeat.notify.MailTransport.Smtp;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides by the keys at the top how heartbeat sends mail. */
final class MailSource {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private MailSource() {}

  /** The transport that is set; null when none is. A flag is stronger than a file. */
  static @Nullable MailTransport of(Settings files, Settings flags, List<Problem> problems) {
    Settings both = new Settings();
    both.putAll(files);
    both.putAll(flags);
    var sendmail = both.path(TopKeys.SENDMAIL);
    Place smtp = smtpPlace(both);
    if (smtp == null) {
      return sendmail == null ? null : new Sendmail(sendmail);
    }
    Place other = both.place(TopKeys.SENDMAIL);
    if (sendmail != null && other != null) {
      boolean byFlag = other.file() == null;
      if (byFlag && smtpPlace(flags) == null) {
        return new Sendmail(sendmail);
      }
      if (byFlag == (smtpPlace(flags) != null)) {
        problems.add(other.error("smtp is set too, at " + smtp.pointer() + "; keep one of them"));
      }
    }
    return smtp(both, problems);
  }

  private static @Nullable Place smtpPlace(Settings settings) {
    for (Key key : Keys.ofTop()) {
      // The sender is the same for every transport.
      if (key.group().equals("smtp") && key != TopKeys.SMTP_FROM && settings.has(key)) {
        return settings.place(key);
      }
    }
    return null;
  }

  private static Smtp smtp(Settings s, List<Problem> problems) {
    String host = s.text(TopKeys.SMTP_HOST);
    String word = s.text(TopKeys.SMTP_SECURITY);
    var security = word == null ? Security.NONE : Security.valueOf(JobBuilder.constant(word));
    int port =
        switch (security) {
          case NONE -> 25;
          case STARTTLS -> 587;
          case TLS -> 465;
        };
    checkLogin(s, problems);
    return new Smtp(
        host == null ? "localhost" : host,
        (int) s.number(TopKeys.SMTP_PORT, port),
        security,
        s.text(TopKeys.SMTP_USER),
        s.text(TopKeys.SMTP_PASSWORD),
        s.duration(TopKeys.SMTP_TIMEOUT, TIMEOUT),
        s.path(TopKeys.SMTP_CA_FILE),
        s.text(TopKeys.SMTP_HELLO));
  }

  private static void checkLogin(Settings s, List<Problem> problems) {
    Place user = s.place(TopKeys.SMTP_USER);
    Place password = s.place(TopKeys.SMTP_PASSWORD);
    if (user != null && password == null && !isNoted("password", problems)) {
      problems.add(user.error("there is no smtp.password to log in with"));
    } else if (password != null && user == null && !isNoted("user", problems)) {
      problems.add(password.error("there is no smtp.user to log in as"));
    }
  }

  private static boolean isNoted(String leaf, List<Problem> problems) {
    for (Problem problem : problems) {
      if (problem.key().equals("smtp." + leaf) || problem.key().equals("--smtp-" + leaf)) {
        return true;
      }
    }
    return false;
  }
}
