package heartbeat.check;

import java.util.Locale;

/** Why a check's status changed. */
public enum Cause {
  /** No ping came by the deadline. */
  MISSED,
  /** A run began and did not end by its deadline. */
  TOO_SLOW,
  /** A run reported a failure, and {@code fail-after} failures in a row were reached. */
  FAILED,
  /** A run completed faster than {@code min-duration}. */
  TOO_FAST,
  /** A run completed. */
  COMPLETED,
  /** A run failed, but {@code fail-after} is not reached yet: the check is up. */
  TOLERATED,
  /** Somebody paused it. */
  PAUSED,
  /** Somebody resumed it. */
  RESUMED;

  /** The name for users: {@code too-slow}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
