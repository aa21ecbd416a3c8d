package heartbeat.crontab;

import heartbeat.crontab.Steps.Step;
import java.util.List;
import java.util.Set;

/**
 * The pipes of a command line. A shell ends a pipe as its last command ends: of {@code mysqldump |
 * gzip > f} the status is gzip's. Only {@code pipefail} tells of the others (POSIX 2024; bash).
 */
final class Pipes {
  /** Commands that can't fail: they only print their arguments. */
  private static final Set<String> UNFAILING = Set.of("echo", "printf", "yes", "true", ":");

  /** Commands that may end before they have read all: SIGPIPE then ends the one in front. */
  private static final Set<String> HASTY =
      Set.of("head", "grep", "egrep", "fgrep", "zgrep", "less", "more", "true", ":", "false");

  private Pipes() {}

  /**
   * Whether the line needs {@code pipefail}, so that a pipe fails when any part of it does. Throws
   * IllegalArgumentException, with the reason for people, when even {@code pipefail} would not
   * tell.
   */
  static boolean needPipefail(List<Step> steps, boolean isBash) {
    boolean needs = false;
    for (int i = 0; i + 1 < steps.size(); i++) {
      Step before = steps.get(i);
      if (before.isPiped() && !before.shell().pipefail() && !isUnfailing(before)) {
        refuse(before, steps.get(i + 1), isBash);
        needs = true;
      }
    }
    if (needs && steps.stream().anyMatch(step -> step.isPiped() && step.program().equals("yes"))) {
      throw new IllegalArgumentException(
          "'yes' always fails in a pipe; only the last status tells");
    }
    return needs;
  }

  private static void refuse(Step before, Step after, boolean isBash) {
    String hides = "its exit status is that of " + name(after) + ", not of the command before it; ";
    if (before.shell().isInner()) {
      throw new IllegalArgumentException(
          hides + "bash -o pipefail -c '...' in place of that shell would tell");
    }
    if (!isBash) {
      throw new IllegalArgumentException(
          hides + "with SHELL=/bin/bash above the line, pipefail can be set");
    }
    if (isHasty(after)) {
      throw new IllegalArgumentException(
          hides + "and pipefail may see a failure where there is none; put it in a script");
    }
  }

  private static boolean isUnfailing(Step step) {
    return UNFAILING.contains(step.program()) && !step.isInner() && !step.hidesWork();
  }

  private static boolean isHasty(Step step) {
    boolean isWrapped = Steps.WRAPPERS.contains(step.program());
    boolean isScripted =
        step.words().stream().anyMatch(w -> w.matches("(?s).*(exit|\\bq\\b|[0-9$/]q).*"));
    return HASTY.contains(step.program())
        || (step.program().matches("sed|[gmn]?awk|perl") && isScripted)
        || (isWrapped && step.words().stream().map(BareWord::baseName).anyMatch(HASTY::contains));
  }

  private static String name(Step step) {
    boolean isWrapped = Steps.WRAPPERS.contains(step.program());
    return isWrapped ? step.text() : step.program();
  }
}
