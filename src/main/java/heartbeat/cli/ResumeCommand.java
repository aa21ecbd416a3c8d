package heartbeat.cli;

import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Names;
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
    if (state.journal().latest(Names.job(job)) == null) {
      invocation.err().println("heartbeat: job " + job + " has not run yet: is the name right?");
    }
    state.journal().resume(Names.job(job));
    invocation.out().println(job + " is no longer paused");
    return ExitStatus.OK;
  }
}
