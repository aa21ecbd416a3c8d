package heartbeat.cli;

import heartbeat.model.JobName;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Names;
import heartbeat.process.Refusal;
import heartbeat.watch.State;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code heartbeat resume}: ends a pause. */
@Command(
    name = "resume",
    description = "Ends the pause of a job.",
    footer = {"", "Example:  heartbeat resume moodle"})
final class ResumeCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "JOB", description = "the job")
  private String job = "";

  ResumeCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws IOException {
    State state = common.state(invocation);
    JobName name = Names.job(job);
    boolean paused = state.journal().state(name).pausedUntil() != null;
    if (!paused && state.journal().latest(name) == null) {
      throw new Refusal(
          ExitStatus.FAILURE,
          "job " + job + " has not run yet and is not paused: is the name right?");
    }
    state.journal().resume(name);
    invocation.out().println(job + " is no longer paused");
    return ExitStatus.OK;
  }
}
