package heartbeat.crontab;

import heartbeat.crontab.Steps.Step;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether the exit status of a command line tells that its work has failed. */
final class ExitStatusRule {
  private static final Set<String> LOOPS = Set.of("for", "while", "until", "case", "select");

  /** Programs that end at once, while what they have started goes on. */
  private static final Pattern STARTERS =
      Pattern.compile(
          "(screen|tmux|at|batch|start-stop-daemon|daemon|daemonize|coproc)( .*|)"
              + "|setsid (.* )?(-\\w*f\\w*|--fork)( .*|)"
              + "|sudo (.* )?(-b|--background)( .*|)"
              + "|ssh (.* )?-f( .*|)"
              + "|(docker|podman) run (.* )?(-\\w*d\\w*|--detach)( .*|)"
              + "|systemd-run (?!.*(--wait|--scope|--pty|--pipe)).*"
              + "|systemctl (.* )?--no-block( .*|)");

  private ExitStatusRule() {}

  /**
   * Adds to the notes what it does not tell, for people. Throws IllegalArgumentException, with the
   * reason for people, when a failure would count as a success.
   *
   * @param isBash whether bash runs the line
   * @return whether the shell has to be told {@code set -o pipefail}
   */
  static boolean check(List<Step> steps, boolean isBash, List<String> notes) {
    int work = 0;
    while (work < steps.size() && steps.get(work).isLook()) {
      work++;
    }
    if (work == steps.size()) {
      throw new IllegalArgumentException("what it prints is all that it does");
    }
    for (int i = 0; i < steps.size(); i++) {
      check(steps.get(i), i >= work);
    }
    boolean needsPipefail = Pipes.needPipefail(steps, isBash);
    if (needsPipefail) {
      notes.add(
          "it is bash that runs it: with pipefail the line fails when any part of its pipe does");
    }
    List<Step> before = steps.subList(0, work);
    if (before.stream().allMatch(step -> step.next().equals("&&"))
        && before.stream().anyMatch(step -> step.program().matches("test|\\[\\[?"))) {
      notes.add(
          "where the test at its beginning says no, it ends with 1, which counts as a failure; if"
              + " ...; then ...; fi would end with 0");
    }
    boolean isCurl = steps.stream().anyMatch(step -> step.program().equals("curl"));
    if (isCurl && steps.stream().noneMatch(ExitStatusRule::tellsHttpErrors)) {
      notes.add("curl ends with 0 where the server answers with an error, too; add -f");
    }
    return needsPipefail;
  }

  private static void check(Step step, boolean isWork) {
    String program = step.program();
    if (LOOPS.contains(program)) {
      throw new IllegalArgumentException("a loop ends as its last round does; put it in a script");
    }
    if (step.next().equals("&") || STARTERS.matcher(plain(step)).matches()) {
      throw new IllegalArgumentException("how a command in the background ends, nobody sees");
    }
    if (isWork && step.next().equals("||")) {
      throw new IllegalArgumentException("what follows || hides how the command before it ended");
    }
    if (isWork && step.next().startsWith(";")) {
      throw new IllegalArgumentException(
          "of several commands, only the last one tells how the line ended; give each a line of its"
              + " own, or put && between them");
    }
    if (isWork && step.isNegated()) {
      throw new IllegalArgumentException("the ! in it makes a failure a success");
    }
    if (step.isTalk() && step.hidesWork()) {
      throw new IllegalArgumentException("how the command in $( ) ends, nobody sees");
    }
    boolean isFind = program.equals("find") && step.text().matches(".* -(exec|ok)(dir)? .*");
    if (isFind && !step.words().getLast().equals("+")) {
      throw new IllegalArgumentException(
          "find ends with 0 where what it runs by -exec fails; end that with + in place of \\;");
    }
  }

  /** The step from its program on, without the program's folder. */
  private static String plain(Step step) {
    List<String> words = step.words().stream().map(BareWord::unquoted).toList();
    int first = 0;
    while (first + 1 < words.size() && words.get(first).matches("\\w+=.*|nohup|nice|env|command")) {
      first++;
    }
    String rest = String.join(" ", words.subList(Math.min(first + 1, words.size()), words.size()));
    return BareWord.baseName(words.get(first)) + (rest.isEmpty() ? "" : " " + rest);
  }

  private static boolean tellsHttpErrors(Step step) {
    return step.program().equals("curl")
        && step.words().stream().anyMatch(word -> word.matches("-[a-zA-Z]*f[a-zA-Z]*|--fail.*"));
  }
}
