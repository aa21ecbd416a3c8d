package heartbeat.crontab;

import heartbeat.crontab.Steps.Step;
import java.util.List;
import java.util.Set;

/** Whether the exit status of a command line tells that its work has failed. */
final class ExitStatusRule {
  private static final Set<String> LOOPS = Set.of("for", "while", "until", "case", "select");

  /** At the end of a pipe they end well, or mean something else by their status. */
  private static final Set<String> FILTERS =
      Set.of(
          "tee",
          "cat",
          "logger",
          "mail",
          "mailx",
          "s-nail",
          "mutt",
          "sendmail",
          "systemd-cat",
          "ts",
          "grep",
          "egrep",
          "fgrep",
          "sed",
          "awk",
          "gawk",
          "mawk",
          "sort",
          "uniq",
          "head",
          "tail",
          "tr",
          "cut",
          "wc",
          "column",
          "fold",
          "nl",
          "less",
          "more",
          "sponge");

  private ExitStatusRule() {}

  /**
   * Adds to the notes what it does not tell, for people. Throws IllegalArgumentException, with the
   * reason for people, when a failure would count as a success.
   */
  static void check(List<Step> steps, List<String> notes) {
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
    if (steps.stream().noneMatch(step -> step.words().contains("pipefail"))) {
      pipes(steps, notes);
    }
    List<Step> before = steps.subList(0, work);
    if (before.stream().allMatch(step -> step.next().equals("&&"))
        && before.stream().anyMatch(step -> step.program().matches("test|\\[\\[?"))) {
      notes.add(
          "where the test at its beginning says no, it ends with 1, which counts as a failure; if ...; then"
              + " ...; fi would end with 0");
    }
    boolean isCurl = steps.stream().anyMatch(step -> step.program().equals("curl"));
    if (isCurl && steps.stream().noneMatch(ExitStatusRule::tellsHttpErrors)) {
      notes.add("curl ends with 0 where the server answers with an error, too; add -f");
    }
  }

  private static void check(Step step, boolean isWork) {
    if (LOOPS.contains(step.program())) {
      throw new IllegalArgumentException("a loop ends as its last round does; put it in a script");
    }
    if (step.next().equals("&")) {
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
  }

  private static void pipes(List<Step> steps, List<String> notes) {
    boolean hides = false;
    for (int i = 1; i < steps.size(); i++) {
      Step before = steps.get(i - 1);
      String filter = filter(steps.get(i));
      if (before.isPiped() && !filter.isEmpty()) {
        throw new IllegalArgumentException(
            "its exit status is that of "
                + filter
                + ", not of the command before it; set -o pipefail (bash) would help");
      }
      hides |= before.isPiped() && !before.isLook();
    }
    if (hides) {
      notes.add(
          "a pipe ends as its last command does: heartbeat does not see the others fail (a script"
              + " with bash's `set -o pipefail` would tell)");
    }
  }

  private static String filter(Step step) {
    boolean isWrapped = Steps.WRAPPERS.contains(step.program());
    return !isWrapped
        ? FILTERS.contains(step.program()) ? step.program() : ""
        : step.words().stream().filter(FILTERS::contains).findFirst().orElse("");
  }

  private static boolean tellsHttpErrors(Step step) {
    return step.program().equals("curl")
        && step.words().stream().anyMatch(word -> word.matches("-[a-zA-Z]*f[a-zA-Z]*|--fail.*"));
  }
}
