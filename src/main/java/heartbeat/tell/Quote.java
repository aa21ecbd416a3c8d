package heartbeat.tell;

import heartbeat.run.Ending;
import heartbeat.run.Finding;
import heartbeat.run.Reason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one line of a job's output that tells most, without secrets and harmless to show. */
final class Quote {
  private Quote() {}

  /** What the job itself says of what happened, where that is one line; null where it is none. */
  static @Nullable String of(RunReport t) {
    String reason = Objects.requireNonNullElse(t.verdict().reason(), "");
    if (t.capture() != null && t.capture().ending() instanceof Ending.NotStarted notStarted) {
      return t.clean(notStarted.why());
    }
    if (!isSpoken(reason)) {
      return null;
    }
    for (Finding finding : t.verdict().findings()) {
      boolean fits = finding.kind().equals(reason) || finding.task() == null;
      if (fits && !finding.message().isBlank()) {
        return t.clean(finding.message());
      }
    }
    return null;
  }

  /** The last line that says something: dots of a progress bar do not. Null where there is none. */
  static @Nullable String last(RunReport t) {
    String line = t.lastLine();
    return line.codePoints().anyMatch(Character::isLetterOrDigit) ? line : null;
  }

  /**
   * Whether the output itself said so; the finding of any other reason is heartbeat's own words.
   */
  private static boolean isSpoken(String reason) {
    return reason.equals(Reason.TASK_FAILED.id())
        || reason.equals("warning-marker")
        || reason.equals(Reason.FAILURE_MARKER.id())
        || reason.equals(Reason.EXIT_STATUS.id())
        || reason.equals(Reason.FAILED_BEFORE_START.id());
  }
}
