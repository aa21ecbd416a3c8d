package heartbeat.notify;

import heartbeat.model.Delivery;
import heartbeat.model.Trace;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One mail through the sendmail command: {@code sendmail -i -f FROM -- TO}, the message on its
 * standard input, once for each recipient: many of these commands (msmtp, for one) send the mail to
 * nobody when one of several recipients is refused. A mail that is not taken with its log is sent
 * without. Exit statuses as in sysexits.h.
 */
final class SendmailDelivery {
  private static final int EX_DATAERR = 65;
  private static final int EX_NOUSER = 67;
  private static final int EX_NOHOST = 68;

  private final Path program;
  private final Duration limit;
  private final TimeBudget budget;
  private final Trace trace;
  private @Nullable ComposedMail withoutLog;

  /** {@code limit} is for one call. */
  SendmailDelivery(Path program, Duration limit, TimeBudget budget, Trace trace) {
    this.program = program;
    this.limit = limit;
    this.budget = budget;
    this.trace = trace;
  }

  /** What one call came to; the words are for people. */
  private record Called(boolean taken, boolean permanent, boolean maybeTooBig, String words) {}

  Delivery send(ComposedMail mail, String from, List<InternetAddress> to)
      throws InterruptedException {
    List<String> refused = new ArrayList<>();
    List<String> postponed = new ArrayList<>();
    Set<String> notes = new LinkedHashSet<>();
    Set<String> failures = new LinkedHashSet<>();
    int taken = 0;
    for (InternetAddress address : to) {
      String recipient = address.getAddress();
      Called called = call(mail, from, recipient, notes);
      if (called.taken) {
        taken++;
        continue;
      }
      failures.add(called.words);
      (called.permanent ? refused : postponed).add(recipient);
      if (!called.permanent && taken == 0 && budget.isSpent()) {
        break;
      }
    }
    if (taken == 0) {
      return new Delivery.Undelivered(String.join("; ", failures), postponed.isEmpty());
    }
    String detail = "handed to " + program + String.join("", notes);
    if (taken == to.size()) {
      return new Delivery.Delivered(detail);
    }
    List<String> others = new ArrayList<>(refused);
    others.addAll(postponed);
    return new Delivery.Delivered(
        detail + ", but not for " + String.join(", ", others) + ": " + String.join("; ", failures),
        postponed);
  }

  private Called call(ComposedMail mail, String from, String to, Set<String> notes)
      throws InterruptedException {
    ComposedMail known = withoutLog;
    Called called = once(known == null ? mail : known, from, to);
    if (called.taken || !called.maybeTooBig || known != null) {
      return called;
    }
    ComposedMail small = small(mail, called.words);
    if (small == null) {
      return called;
    }
    Called again = once(small, from, to);
    if (!again.taken) {
      return called;
    }
    withoutLog = small;
    notes.add(", without the log (" + called.words + ")");
    return again;
  }

  /** The mail without its log; null when it has none, or can't be read. */
  private static @Nullable ComposedMail small(ComposedMail mail, String why) {
    Session session = Session.getInstance(new Properties());
    try (InputStream file = mail.open()) {
      MimeMessage small = WithoutLog.of(new MimeMessage(session, file), session, why);
      if (small == null) {
        return null;
      }
      var bytes = new ByteArrayOutputStream();
      small.writeTo(bytes);
      return new ComposedMail.InMemory(bytes.toByteArray());
    } catch (IOException | MessagingException unreadable) {
      return null;
    }
  }

  private Called once(ComposedMail mail, String from, String to) throws InterruptedException {
    if (!trace.isOn()) {
      return called(mail, from, to);
    }
    trace.tell("sendmail > " + program + " -i -f " + from + " -- " + to);
    Called called = called(mail, from, to);
    trace.tell("sendmail < " + (called.taken ? "taken" : called.words));
    return called;
  }

  private Called called(ComposedMail mail, String from, String to) throws InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(program.toString(), "-i", "-f", from, "--", to)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException unable) {
      String why = Files.exists(program) ? "it can't be run" : "it does not exist";
      String words = "can't start " + program + ": " + why + ", check \"sendmail\"";
      return new Called(false, false, false, words);
    }
    try {
      return result(process, mail);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Called result(Process process, ComposedMail mail) throws InterruptedException {
    SendmailDialogue dialogue = SendmailDialogue.begin(process, mail);
    Duration most = budget.atMost(limit);
    if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
      String late = program + " did not end within " + PingAnswer.seconds(most);
      return new Called(false, false, false, late + dialogue.said());
    }
    dialogue.settle();
    int status = process.exitValue();
    String unread = dialogue.feedFailure();
    if (status == 0 && unread.isEmpty()) {
      return new Called(true, false, false, "");
    }
    if (status == 0) {
      return new Called(false, false, true, program + " did not take it all: " + unread);
    }
    boolean noSuchUser = status == EX_NOUSER || status == EX_NOHOST;
    boolean permanent = status == EX_DATAERR || noSuchUser;
    String words = program + " ended with status " + status + dialogue.said();
    return new Called(false, permanent, !noSuchUser, words);
  }
}
