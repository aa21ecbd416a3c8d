package heartbeat.cli;

import heartbeat.model.JobName;
import heartbeat.model.Quantity;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Names;
import heartbeat.process.Refusal;
import heartbeat.watch.JournalAndOutbox;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code heartbeat pause}: heartbeat still judges and records a job's runs, but sends nothing. */
@Command(
    name = "pause",
    description = "Sends nothing for a job for a while; its runs are still judged and recorded.",
    footer = {"", "Example:  heartbeat pause moodle --for 2h"})
final class PauseCommand extends OneJobCommand {
  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "for how long, such as 2h; else until `heartbeat resume`")
  private @Nullable String duration;

  PauseCommand(Invocation invocation) {
    super(invocation);
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
    JobName job = job();
    JournalAndOutbox state = state();
    if (state.journal().latest(job) == null) {
      String others = OtherUsers.advice(state.directory(), job, heartbeat.config.Command.PAUSE);
      invocation
          .err()
          .println("heartbeat: job " + job + " has not run yet: is the name right?" + others);
    }
    state.journal().pause(job, until);
    invocation
        .out()
        .println(
            job
                + " is paused "
                + (until.equals(Instant.MAX)
                    ? "until `heartbeat resume " + Names.quoted(job) + "`"
                    : "until " + until));
    return ExitStatus.OK;
  }
}
