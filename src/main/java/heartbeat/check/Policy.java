package heartbeat.check;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Rules of a check beyond its schedule and grace. A rule that is not set leaves the behaviour of
 * healthchecks.
 *
 * @param finishGrace how long a run may take from its start; null: the grace, as in healthchecks
 * @param failAfter how many failed runs in a row make the check down; 1 or more
 * @param minDuration a run that completes faster counts as failed; null: no limit
 * @param remind how often the alert is repeated while the check is down; null: never
 * @param quiet when alerts wait; null: never
 * @param manualResume whether a paused check ignores pings until a person resumes it
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

  /** Throws IllegalArgumentException when a number is out of its range. */
  public Policy {
    if (failAfter < 1) {
      throw new IllegalArgumentException("fail-after must be 1 or more");
    }
    if (remind != null && remind.toSeconds() < 60) {
      throw new IllegalArgumentException("remind must be 1m or more");
    }
  }
}
