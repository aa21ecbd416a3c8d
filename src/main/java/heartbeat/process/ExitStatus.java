package heartbeat.process;

import heartbeat.run.Ending;

/** What heartbeat's own exit status says; 75 and 78 are those of sysexits.h. */
public final class ExitStatus {
  /** Success, warning or skipped. */
  public static final int OK = 0;

  /** The verdict is failure, or a command could not do what it was asked for. */
  public static final int FAILURE = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** The verdict is good, but something is still undelivered (EX_TEMPFAIL). */
  public static final int UNDELIVERED = 75;

  /** Config or state directory can't be used (EX_CONFIG); the job was drained all the same. */
  public static final int CONFIG = 78;

  /** exec ended the command for running too long, as timeout(1) does. */
  static final int TIME_LIMIT = 124;

  private ExitStatus() {}

  /**
   * Of a run in a pipe. Troubles that only an administrator can end come before the job's verdict.
   */
  public static int of(Outcome outcome) {
    if (outcome.usage()) {
      return USAGE;
    }
    if (outcome.unusable()) {
      return CONFIG;
    }
    if (outcome.isFailure()) {
      return FAILURE;
    }
    return outcome.undelivered() > 0 ? UNDELIVERED : OK;
  }

  /** The status of exec: the command's own, as a shell gives it; 1 when only the output is bad. */
  public static int ofCommand(Ending ending, boolean failed) {
    return switch (ending) {
      case Ending.Exited exited -> exited.status() == 0 && failed ? FAILURE : exited.status();
      case Ending.Signalled by -> 128 + by.signal();
      case Ending.TimedOut limit -> TIME_LIMIT;
      case Ending.NotStarted failure -> failure.status();
      case Ending.Interrupted by -> 128 + by.signal();
      case Ending.Eof eof -> failed ? FAILURE : OK;
    };
  }
}
