package heartbeat.notify;

import heartbeat.model.Trace;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Traces the mail library's conversation, line by line: {@code >} what heartbeat sends, {@code <}
 * what the server answers. The library itself leaves the login out; of the mail's text it traces
 * only the size.
 */
final class SmtpDialogue extends OutputStream {
  private static final String OF_LIBRARY = "DEBUG";
  private static final Set<String> COMMANDS =
      Set.of("EHLO", "HELO", "STARTTLS", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "QUIT");

  private final Trace trace;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean dataBegins;
  private boolean inMail;
  private int lines;

  SmtpDialogue(Trace trace) {
    this.trace = trace;
  }

  /** In the form that the library takes. */
  static PrintStream to(Trace trace) {
    return new PrintStream(new SmtpDialogue(trace), true, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int b) {
    if (b == '\n') {
      tell(line.toString(StandardCharsets.UTF_8).stripTrailing());
      line.reset();
    } else {
      line.write(b);
    }
  }

  private void tell(String said) {
    if (said.startsWith(OF_LIBRARY)) {
      login(said);
    } else if (inMail) {
      mail(said);
    } else if (isReply(said)) {
      trace.tell("smtp < " + said);
      inMail = dataBegins && said.startsWith("354");
      dataBegins = false;
    } else if (isCommand(said)) {
      trace.tell("smtp > " + said);
      dataBegins = said.equals("DATA");
      lines = 0;
    }
  }

  private void mail(String said) {
    if (said.equals(".")) {
      trace.tell("smtp > (the mail, " + lines + " lines)");
      inMail = false;
    } else {
      lines++;
    }
  }

  /** Of the library's own remarks, it traces only those about the login. */
  private void login(String said) {
    int auth = said.indexOf(": AUTH ");
    if (auth >= 0 && said.contains("command trace suppressed")) {
      trace.tell("smtp > " + said.substring(auth + 2).split(" ", 3)[0] + " *** (login)");
    } else if (auth >= 0 && (said.endsWith("succeeded") || said.endsWith("failed"))) {
      trace.tell("smtp < login " + said.substring(said.lastIndexOf(' ') + 1));
    }
  }

  /** Anything else is the library's own, such as the trace of a failure. */
  private static boolean isCommand(String said) {
    int space = said.indexOf(' ');
    return COMMANDS.contains(space < 0 ? said : said.substring(0, space));
  }

  private static boolean isReply(String said) {
    return said.length() >= 3
        && Character.isDigit(said.charAt(0))
        && Character.isDigit(said.charAt(1))
        && Character.isDigit(said.charAt(2))
        && (said.length() == 3 || said.charAt(3) == ' ' || said.charAt(3) == '-');
  }
}
