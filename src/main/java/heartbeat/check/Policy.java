package heartbeat.check;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * By what a check is judged beyond its schedule and grace. Each extra that is not set leaves the
 * plain healthchecks behaviour.
 *
 * @param finishGrace how long a run may take from its start; null: the grace, as healthchecks has
 *     it
 * @param failAfter so many failed runs in a row make it down; 1 or more
 * @param minDuration a run that completes faster failed; null for no such rule
 * @param remind while it is down, an alert again this often; null: never again
 * @param quiet when alerts wait; null: never
 * @param manualResume whether a paused check ignores pings until somebody resumes it
 */
public record Policy(
    @Nullable Duration finishGrace,
    int failAfter,
    @Nullable Duration minDuration,
    @Nullable Duration remind,
    @Nullable QuietHours quiet,
    boolean manualResume) {
  /** No extras. */
  public static final Policy PLAIN = new Policy(null, 1, null, null, null, false);

  /** Throws IllegalArgumentException when a number makes no sense. */
  public Policy {
    if (failAfter < 1) {
      throw new IllegalArgumentException("fail-after must be 1 or more");
    }
    if (remind != null && remind.toSeconds() < 60) {
      throw new IllegalArgumentException("remind must be 1m or more");
    }
  }
}
