package heartbeat.crontab;

import heartbeat.crontab.ShellTokens.Kind;
import heartbeat.crontab.ShellTokens.Token;
import heartbeat.crontab.Steps.Step;
import java.util.ArrayList;
import java.util.List;
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
  private static final Pattern CHRONIC = Pattern.compile("(?:\\S*/)?(chronic)");
  private static final Pattern CRONIC =
      Pattern.compile("(?s)(?:.*[\\s/'\"(])?cronic(?:[\\s'\"].*)?");
  private static final Pattern CHRONIC_ON_ERRORS = Pattern.compile("chronic\\s+-\\w*e");

  /** cronic prints this when its command fails or writes to standard error; its own status is 0. */
  static final String CRONIC_MARKER = "Cronic detected failure or error output";

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
   * @param work the part of it that is the job
   * @param isMoodle whether Moodle's rule judges it
   * @param failureMarker what it prints when it fails, whatever its exit status is; null: nothing
   * @param ping the URL that the command itself has pinged so far; null: none
   */
  record Rewritten(
      String command,
      String work,
      boolean isMoodle,
      @Nullable String failureMarker,
      @Nullable String ping,
      List<String> notes) {}

  /**
   * Rewrites a command. Throws IllegalArgumentException, with the reason for people, when it should
   * stay as it is.
   *
   * @param isBash whether the crontab's SHELL is bash
   */
  Rewritten rewrite(String original, String job, boolean isBash) {
    refuse(original);
    List<String> notes = new ArrayList<>();
    Bare bare = bare(original, notes);
    List<Token> tokens = bare.tokens;
    Redirections output = Redirections.of(tokens);
    List<Token> kept = tokens.subList(0, tokens.size() - output.tokens());
    if (kept.isEmpty()) {
      throw new IllegalArgumentException("there is no command in it");
    }
    String work = bare.text(kept);
    List<Step> steps = Steps.of(work);
    OwnPing.refuse(steps);
    boolean needsPipefail = ExitStatusRule.check(steps, isBash, notes);
    boolean isMoodle = MoodleCommand.isSeen(steps, kept);
    boolean isCopied = output.file() != null && isCopied(steps, output, isMoodle);
    boolean isWritten = output.file() != null && !isCopied;
    if ((isWritten ? tokens : kept).stream().anyMatch(token -> token.text().startsWith("&>"))) {
      throw new IllegalArgumentException("&> is bash's, and hides the end in sh; say > file 2>&1");
    }
    boolean isCronic = kept.stream().anyMatch(token -> CRONIC.matcher(token.text()).matches());
    if (isCronic) {
      checkCronic(steps, kept, isWritten);
    }
    describe(output, isCopied, notes);
    describe(steps, job, notes);
    boolean isCompound = kept.stream().anyMatch(token -> token.kind() == Kind.OPERATOR);
    String errors = isWritten || output.errorFile() == null ? "" : " " + output.errors();
    String body =
        (needsPipefail ? "set -o pipefail; " : "")
            + (isWritten ? bare.text(tokens) : work)
            + errors;
    return new Rewritten(
        job(body, isMoodle, isCompound) + sink(job, output, isCopied) + bare.comment,
        work,
        isMoodle,
        isCronic ? CRONIC_MARKER : null,
        bare.ping,
        notes);
  }

  /**
   * A command without what heartbeat does in its place.
   *
   * @param command its text
   * @param tokens of the text, without comment, own ping, and '&' at the end
   * @param comment at the end of its line, with a space before it; empty: none
   * @param ping the URL that it pinged; null: none
   */
  private record Bare(String command, List<Token> tokens, String comment, @Nullable String ping) {
    /** What is written from the first to the last of these. */
    String text(List<Token> some) {
      return command.substring(some.getFirst().start(), some.getLast().end());
    }
  }

  private static Bare bare(String original, List<String> notes) {
    Matcher runitor = OwnPing.runitor(original);
    boolean isRunitor = runitor.matches();
    String command = withoutChronic(isRunitor ? runitor.group(2) : original, notes);
    command = MoodleCommand.shown(command, notes);
    List<Token> tokens = new ArrayList<>(ShellTokens.of(command));
    boolean ends = !tokens.isEmpty() && tokens.getLast().kind() == Kind.COMMENT;
    String comment = ends ? " " + tokens.removeLast().text() : "";
    String ping = isRunitor ? "https://hc-ping.com/" + runitor.group(1) : OwnPing.takeLast(tokens);
    if (ping != null) {
      notes.add("its own ping is in the config now");
    }
    withoutBackground(tokens, notes);
    return new Bare(command, tokens, comment, ping);
  }

  /** Refuses what shells read in different ways, or what hides how a part of it ends. */
  private static void refuse(String original) {
    if (ALREADY.matcher(original).find()) {
      throw new IllegalArgumentException("it has heartbeat already");
    }
    if (original.startsWith("-")) {
      throw new IllegalArgumentException("its command begins with '-', which some crons take");
    }
    if (CHRONIC_ON_ERRORS.matcher(original).find()) {
      throw new IllegalArgumentException(
          "chronic -e tells of error output, which the exit status does not; leave -e out");
    }
    // Some crons make one of two backslashes, others leave them.
    if (original.contains("\\\\")
        && !shape(original).equals(shape(original.replace("\\\\", "\\")))) {
      throw new IllegalArgumentException("cron programs differ in how they read its backslashes");
    }
  }

  private static List<Kind> shape(String command) {
    return ShellTokens.of(command).stream().map(Token::kind).toList();
  }

  /** cronic's own status is 0; its report has to be read. */
  private static void checkCronic(List<Step> steps, List<Token> kept, boolean isWritten) {
    boolean isElsewhere =
        isWritten
            || steps.stream().anyMatch(Step::isPiped)
            || kept.stream()
                .anyMatch(token -> token.kind() != Kind.OPERATOR && token.text().contains(">"));
    if (isElsewhere) {
      throw new IllegalArgumentException(
          "what cronic reports goes where heartbeat does not see it, and its exit status does not"
              + " tell");
    }
  }

  /**
   * Whether heartbeat passes the output on to the file. The shell then opens it before anything of
   * the line has run, which must make no difference; and only a text may get the errors, too.
   */
  private static boolean isCopied(List<Step> steps, Redirections output, boolean isMoodle) {
    boolean isAlone =
        steps.size() == 1
            || (output.isAbsolute()
                && steps.subList(0, steps.size() - 1).stream()
                    .allMatch(step -> step.program().equals("cd")));
    if (isMoodle && !isAlone) {
      throw new IllegalArgumentException(
          "its output goes into a file that has to be opened after the other commands; say 2>&1"
              + " | heartbeat in place of that");
    }
    return isAlone && (isMoodle || output.isLog());
  }

  /** heartbeat at the end of the line, which passes the output on where it is copied. */
  private String sink(String job, Redirections output, boolean isCopied) {
    String errors = isCopied && output.errorFile() != null ? "" : " 2>&1";
    return errors
        + (isCopied
            ? " | { " + program + " " + job + " --tee || cat; } " + output.out()
            : " | { " + program + " " + job + " || cat >/dev/null; }");
  }

  private static String job(String body, boolean isMoodle, boolean isCompound) {
    if (isMoodle) {
      return isCompound ? "{ " + body + "; }" : body;
    }
    // A command that ends its shell must not end the shell that prints the status.
    String inner = LEAVES.matcher(body).find() ? "( " + body + " )" : body;
    return "{ " + inner + "; echo \"heartbeat: exit status $?\"; }";
  }

  /** Notes what its exit status does not say. */
  private static void describe(List<Step> steps, String job, List<String> notes) {
    Step first = steps.getFirst();
    boolean isLocked = first.program().equals("flock");
    if (isLocked && first.words().stream().anyMatch(w -> w.matches("-\\w*n\\w*|--nonblock"))) {
      notes.add(
          "flock ends with 1 where the lock is held, which counts as a failure; rather: heartbeat"
              + " exec "
              + job
              + " --lock skip -- ...");
    }
  }

  private static void describe(Redirections output, boolean isCopied, List<String> notes) {
    if (output.file() != null) {
      notes.add(
          isCopied
              ? "its output still goes to the file, through --tee"
              : "its output stays in its file: heartbeat sees only how it ended");
    } else if (output.discarded()) {
      notes.add("its output was thrown away; now heartbeat reads it");
    }
    if (output.errorFile() != null) {
      notes.add("its error output stays in its own file: heartbeat does not see it");
    }
  }

  /** chronic hides the output of a good run, as heartbeat does; but Moodle's must be read. */
  private static String withoutChronic(String command, List<String> notes) {
    List<Token> tokens = ShellTokens.of(command);
    for (int i = 0; i + 1 < tokens.size(); i++) {
      Matcher chronic = CHRONIC.matcher(tokens.get(i).text());
      boolean isFirst = i == 0 || tokens.get(i - 1).kind() == Kind.OPERATOR;
      boolean isCommand = tokens.get(i + 1).text().matches("[^-].*");
      if (isFirst && isCommand && chronic.matches()) {
        notes.add(chronic.group(1) + " is left out: heartbeat does its work");
        return command.substring(0, tokens.get(i).start())
            + command.substring(tokens.get(i + 1).start());
      }
    }
    return command;
  }

  /** cron waits for nobody: an '&' at the end only hides the exit status. */
  private static void withoutBackground(List<Token> tokens, List<String> notes) {
    while (!tokens.isEmpty() && tokens.getLast().text().matches("&|;")) {
      if (tokens.removeLast().text().equals("&")) {
        notes.add("the '&' at its end is needless in a crontab, and hid how the command ended");
      }
    }
  }
}
