package heartbeat.cli;

import heartbeat.model.Quantity;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Names;
import heartbeat.process.Refusal;
import heartbeat.watch.State;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heartbeat pause}: a job's runs are still judged and recorded, but nothing is sent. */
@Command(
    name = "pause",
    description = "Sends nothing for a job for a while; its runs are still judged and recorded.",
    footer = {"", "Example:  heartbeat pause moodle --for 2h"})
final class PauseCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "JOB", description = "the job")
  private String job = "";

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "for how long, such as 2h; else until `heartbeat resume`")
  private @Nullable String duration;

  PauseCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws IOException {
    Instant until = Instant.MAX;
    if (duration != null) {
      try {
        until =
            invocation
                .clock()
                .instant()
                .plus(Quantity.duration(duration))
                .truncatedTo(ChronoUnit.SECONDS);
      } catch (IllegalArgumentException e) {
        throw new Refusal(ExitStatus.USAGE, "--for: '" + duration + "' " + e.getMessage());
      }
    }
    State state = common.state(invocation);
    if (state.journal().latest(Names.job(job)) == null) {
      invocation.err().println("heartbeat: job " + job + " has not run yet: is the name right?");
    }
    state.journal().pause(Names.job(job), until);
    invocation
        .out()
        .println(
            job
                + " is paused "
                + (until.equals(Instant.MAX)
                    ? "until `heartbeat resume " + Names.quoted(Names.job(job)) + "`"
                    : "until " + until));
    return ExitStatus.OK;
  }
}
