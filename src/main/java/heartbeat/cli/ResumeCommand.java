package heartbeat.cli;

import heartbeat.model.JobName;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Refusal;
import heartbeat.watch.JournalAndOutbox;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code heartbeat resume}: ends a pause. */
@Command(
    name = "resume",
    description = "Ends the pause of a job.",
    footer = {"", "Example:  heartbeat resume moodle"})
final class ResumeCommand extends OneJobCommand {

  ResumeCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  public Integer call() throws IOException {
    JobName job = job();
    JournalAndOutbox state = state();
    boolean paused = state.journal().state(job).pausedUntil() != null;
    if (!paused && state.journal().latest(job) == null) {
      throw new Refusal(
          ExitStatus.FAILURE,
          "job "
              + job
              + " has not run yet and is not paused: is the name right?"
              + OtherUsers.advice(state.directory(), job, heartbeat.config.Command.RESUME));
    }
    state.journal().resume(job);
    invocation.out().println(job + " is no longer paused");
    return ExitStatus.OK;
  }
}
