package heartbeat.cli;

import heartbeat.model.JobName;
import heartbeat.process.Invocation;
import heartbeat.process.Names;
import heartbeat.watch.JournalAndOutbox;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command that changes what heartbeat keeps of one job. */
abstract class OneJobCommand implements Callable<Integer> {
  final Invocation invocation;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "JOB", description = "the job")
  private String job = "";

  OneJobCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  /** The job. Throws Refusal when the name can't be one. */
  JobName job() {
    return Names.job(job);
  }

  /** The state of this user's jobs. Throws Refusal when there is none. */
  JournalAndOutbox state() {
    return common.state(invocation);
  }
}
