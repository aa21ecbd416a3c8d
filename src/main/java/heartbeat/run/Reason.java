package heartbeat.run;

import java.util.Locale;

/** Why a run is a failure. The names are the same in mails, JSON, journal and docs. */
public enum Reason {
  NO_OUTPUT,
  MARKER_MISSING,
  DIED_IN_TASK,
  FAILED_BEFORE_START,
  FAILURE_MARKER,
  EXIT_STATUS,
  SIGNAL,
  TIME_LIMIT,
  SILENCE,
  NOT_STARTED,
  TOO_FAST,
  /** A task of a run that completed failed, and {@code failed-tasks: fail} is set. */
  TASK_FAILED,
  /** heartbeat was told to end before the output ended. */
  INTERRUPTED;

  /** The name for users: {@code died-in-task}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
