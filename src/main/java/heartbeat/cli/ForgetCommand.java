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

/** {@code heartbeat forget}: a job that is no more, or whose name was mistyped, leaves status. */
@Command(
    name = "forget",
    description = "Removes the records, logs and waiting notifications of a job.",
    footer = {"", "Example:  heartbeat forget modle"})
final class ForgetCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "JOB", description = "the job")
  private String job = "";

  ForgetCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws IOException {
    JobName name = Names.job(job);
    State state = common.state(invocation);
    int waiting = state.outbox().counts().getOrDefault(name, 0);
    if (waiting == 0 && !state.journal().jobs().contains(name)) {
      throw new Refusal(
          ExitStatus.FAILURE, "nothing is known of job " + job + " in " + state.directory());
    }
    state.journal().forget(name);
    state.outbox().forget(name);
    invocation
        .out()
        .println(
            job
                + " is forgotten"
                + (waiting == 0 ? "" : ", and " + waiting + " notification(s) that waited")
                + ".");
    return ExitStatus.OK;
  }
}
