package heartbeat.run;

import java.time.Duration;

/** How a run's output came to its end. */
public sealed interface Ending {
  /** The pipe was closed. Nobody knows the job's exit status: this is not {@code Exited(0)}. */
  record Eof() implements Ending {}

  /** The command ended with this status, 0 to 255. */
  record Exited(int status) implements Ending {}

  /** The command was ended by this signal. */
  record Signalled(int signal) implements Ending {}

  /** The command ran longer than its max-duration and was ended by us. */
  record TimedOut(Duration limit) implements Ending {}

  /** The command could not be started; status is 126 (not executable) or 127 (not found). */
  record NotStarted(String why, int status) implements Ending {}

  /** heartbeat itself was told to end by this signal before the output ended. */
  record Interrupted(int signal) implements Ending {}
}
