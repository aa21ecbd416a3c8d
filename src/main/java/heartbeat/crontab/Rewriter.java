package heartbeat.crontab;

import heartbeat.crontab.ShellTokens.Kind;
import heartbeat.crontab.ShellTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts heartbeat behind one command. The command itself runs as before, also where heartbeat is
 * missing: {@code cat} then reads in its place.
 *
 * <p>A Moodle run says itself that it completed. Of any other command only the exit status tells:
 * an {@code echo} behind it makes it the last line, which is what the job's success marker is.
 */
final class Rewriter {
  /** The last line of a good run of a command that says nothing of itself. */
  static final String MARKER = "heartbeat: exit status 0";

  private static final Pattern ALREADY = Pattern.compile("(?:^|[\\s/({;|&'\"])heartbeat(?=\\s|$)");
  private static final Pattern LEAVES = Pattern.compile("\\b(?:exit|exec)\\b");
  private static final Pattern CHRONIC = Pattern.compile("^(?:\\S*/)?(?:chronic|cronic)\\s+");

  /** A last call that tells a dead man's switch: heartbeat's own ping takes its place. */
  private static final Pattern PING =
      Pattern.compile(
          "(?:\\S*/)?(?:curl|wget)\\s.*?(https?://[^\\s'\"]*?(?:hc-ping\\.com|cronitor\\.link|/ping)"
              + "/[\\w-]+(?:/[\\w-]+)?)(?:/0|/\\$\\?)?['\"]?(?:\\s.*)?");

  /** Programs that take the output to somewhere else and print nothing. */
  private static final Set<String> CONSUMERS =
      Set.of("logger", "mail", "mailx", "s-nail", "mutt", "sendmail", "systemd-cat");

  private final String program;

  /**
   * For this program.
   *
   * @param program how the crontab line calls heartbeat
   */
  Rewriter(String program) {
    this.program = program;
  }

  /**
   * What becomes of a command.
   *
   * @param isMoodle whether Moodle's rule judges it
   * @param ping the URL that the command itself has pinged so far; null: none
   */
  record Rewritten(String command, boolean isMoodle, @Nullable String ping, List<String> notes) {}

  /** Throws IllegalArgumentException, with the reason for people, when it is better left alone. */
  Rewritten rewrite(String command, String job) {
    if (ALREADY.matcher(command).find()) {
      throw new IllegalArgumentException("it has heartbeat already");
    }
    List<String> notes = new ArrayList<>();
    List<Token> tokens = new ArrayList<>(ShellTokens.of(command));
    String comment = "";
    if (!tokens.isEmpty() && tokens.getLast().kind() == Kind.COMMENT) {
      comment = " " + tokens.removeLast().text();
    }
    String ping = withoutPing(tokens, notes);
    withoutBackground(tokens, notes);
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("there is no command in it");
    }
    String consumer = withoutConsumer(command, tokens, notes);
    Output output = consumer.isEmpty() ? Output.of(tokens) : new Output(0, false, null, null);
    List<Token> kept = tokens.subList(0, tokens.size() - output.tokens());
    if (kept.isEmpty()) {
      throw new IllegalArgumentException("there is no command in it");
    }
    describe(output, notes);
    describe(kept, notes);
    String body = command.substring(kept.getFirst().start(), kept.getLast().end());
    boolean isMoodle = JobNaming.MOODLE.matcher(body).find();
    if (isMoodle && CHRONIC.matcher(body).find()) {
      notes.add("chronic would keep the output to itself; heartbeat does its work");
      body = CHRONIC.matcher(body).replaceFirst("");
    }
    boolean isCompound = kept.stream().anyMatch(token -> token.kind() == Kind.OPERATOR);
    if (output.errors() != null) {
      body += " " + output.errors();
    }
    String errors = output.errors() == null ? " 2>&1" : "";
    return new Rewritten(
        job(body, isMoodle, isCompound) + errors + sink(job, output, consumer) + comment,
        isMoodle,
        ping,
        notes);
  }

  private static String job(String body, boolean isMoodle, boolean isCompound) {
    if (isMoodle) {
      return isCompound ? "{ " + body + "; }" : body;
    }
    // What ends its shell must not end the one that has to say how.
    String inner = LEAVES.matcher(body).find() ? "(" + body + ")" : body;
    return "{ " + inner + "; echo \"heartbeat: exit status $?\"; }";
  }

  private String sink(String job, Output output, String consumer) {
    String copy = " | { " + program + " " + job + " --tee || cat; }";
    if (!consumer.isEmpty()) {
      return copy + " | " + consumer;
    }
    return output.log() == null
        ? " | { " + program + " " + job + " || cat >/dev/null; }"
        : copy + " " + output.log();
  }

  /** What its exit status does not tell. */
  private static void describe(List<Token> kept, List<String> notes) {
    if (kept.stream().anyMatch(token -> token.text().matches("\\||;|\\|&"))) {
      notes.add("of several commands, only the last one tells how the line ended");
    }
    boolean isLocked = kept.getFirst().text().matches("(?:\\S*/)?flock");
    if (isLocked
        && kept.stream().anyMatch(token -> token.text().matches("-\\w*n\\w*|--nonblock"))) {
      notes.add("flock ends with 1 where the lock is held, which counts as a failure");
    }
  }

  private static void describe(Output output, List<String> notes) {
    if (output.discarded()) {
      notes.add("its output was thrown away; now heartbeat reads it");
    }
    if (output.log() != null) {
      notes.add("its output still goes to the file, through --tee");
    }
    if (output.errors() != null) {
      notes.add("its error output stays in its own file: heartbeat does not see it");
    }
  }

  /** Takes away {@code && curl … https://hc-ping.com/UUID} at the end. */
  private static @Nullable String withoutPing(List<Token> tokens, List<String> notes) {
    int operator = lastOperator(tokens);
    if (operator < 0 || !tokens.get(operator).text().matches("&&|;")) {
      return null;
    }
    var last = new StringBuilder();
    for (Token token : tokens.subList(operator + 1, tokens.size())) {
      last.append(token.text()).append(' ');
    }
    Matcher ping = PING.matcher(last.toString().strip());
    if (!ping.matches()) {
      return null;
    }
    tokens.subList(operator, tokens.size()).clear();
    notes.add("its own ping is in the config now");
    return ping.group(1);
  }

  /** cron waits for nobody: an '&' at the end only hides the exit status. */
  private static void withoutBackground(List<Token> tokens, List<String> notes) {
    while (!tokens.isEmpty() && tokens.getLast().text().matches("&|;")) {
      if (tokens.removeLast().text().equals("&")) {
        notes.add("the '&' at its end is needless in a crontab, and hid how the command ended");
      }
    }
  }

  private static String withoutConsumer(String command, List<Token> tokens, List<String> notes) {
    int operator = lastOperator(tokens);
    boolean isPipe = operator > 0 && tokens.get(operator).text().matches("\\|&?");
    if (!isPipe || operator + 1 == tokens.size()) {
      return "";
    }
    Token program = tokens.get(operator + 1);
    String name = program.text().substring(program.text().lastIndexOf('/') + 1);
    if (!CONSUMERS.contains(name)) {
      return "";
    }
    String consumer = command.substring(program.start(), tokens.getLast().end());
    tokens.subList(operator, tokens.size()).clear();
    notes.add(name + " still gets its output, through --tee");
    return consumer;
  }

  private static int lastOperator(List<Token> tokens) {
    int at = tokens.size() - 1;
    while (at >= 0 && tokens.get(at).kind() != Kind.OPERATOR) {
      at--;
    }
    return at;
  }
}
