package heartbeat;

import heartbeat.run.Ending;

/** What heartbeat's own exit status says; 75 and 78 are those of sysexits.h. */
final class ExitStatus {
  /** Success, warning or skipped. */
  static final int OK = 0;

  /** The verdict is failure, or a command could not do what it was asked for. */
  static final int FAILURE = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** The verdict is good, but something is still undelivered (EX_TEMPFAIL). */
  static final int UNDELIVERED = 75;

  /** Config or state directory can't be used (EX_CONFIG); the job was drained all the same. */
  static final int CONFIG = 78;

  /** exec ended the command for running too long, as timeout(1) does. */
  static final int TIME_LIMIT = 124;

  private ExitStatus() {}

  /** Of a pipe run. What needs the administrator's hand comes before what the job did. */
  static int of(Outcome outcome) {
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

  /** The status of exec: the command's own, as a shell gives it; 1 where only the output fails. */
  static int ofCommand(Ending ending, boolean failed) {
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
