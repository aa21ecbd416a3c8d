package heartbeat.cli;

import heartbeat.config.Config;
import heartbeat.files.FileLocks;
import heartbeat.model.JobName;
import heartbeat.model.Quantity;
import heartbeat.notify.OutboxDelivery;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Refusal;
import heartbeat.watch.FlushMark;
import heartbeat.watch.JobSenders;
import heartbeat.watch.JournalAndOutbox;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heartbeat flush}: tries again what could not be delivered. */
@Command(
    name = "flush",
    description = "Retries what waits in the outbox.",
    footer = {"", "Example:  heartbeat flush"})
final class FlushCommand implements Callable<Integer> {
  /** The pause between two passes; the items have longer pauses of their own. */
  private static final Duration PAUSE = Duration.ofSeconds(15);

  /** After this it begins no attempt. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Invocation invocation;

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--due",
      description = "only what is due: each item has a pause between its attempts")
  private boolean due;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "retry for this long, or until nothing waits any more")
  private @Nullable String howLong;

  FlushCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Config config = common.loadUsable();
    JournalAndOutbox state = JournalAndOutbox.find(config.stateDir(), invocation);
    if (howLong == null) {
      return once(config, state);
    }
    Instant end = invocation.clock().instant().plus(duration(howLong));
    try (FileLocks.Held lock = new FileLocks().tryTake(FlushMark.lockOf(state.directory()))) {
      // Another flush is running, and delivers what this one would.
      if (lock == null) {
        return ExitStatus.OK;
      }
      try {
        return until(end, config, state);
      } finally {
        FlushMark.end(state.directory());
      }
    }
  }

  private static Duration duration(String text) {
    try {
      return Quantity.duration(text);
    } catch (IllegalArgumentException e) {
      throw new Refusal(ExitStatus.USAGE, "--for: '" + text + "' " + e.getMessage());
    }
  }

  private int until(Instant end, Config config, JournalAndOutbox state)
      throws IOException, InterruptedException {
    int status = once(config, state);
    while (status != ExitStatus.OK && invocation.clock().instant().isBefore(end)) {
      FlushMark.renew(state.directory(), invocation.clock().instant());
      Thread.sleep(PAUSE);
      if (!Files.isDirectory(state.directory())) {
        break;
      }
      status = once(config, state);
    }
    return status;
  }

  private int once(Config config, JournalAndOutbox state) throws IOException {
    OutboxDelivery.Report report;
    try (JobSenders senders =
        new JobSenders(config, config.job(JobName.DEFAULT), invocation, null)) {
      OutboxDelivery delivery = senders.from(state.outbox());
      report = due ? delivery.deliverDue(LONGEST) : delivery.flush(LONGEST);
    }
    state.forgetRefusedAlerts(report, null);
    print("delivered", report.delivered());
    print("refused", report.rejected());
    print("given up", report.givenUp());
    print("waits", report.failed());
    report.problems().forEach(problem -> invocation.err().println("heartbeat: " + problem));
    int waiting = state.outbox().counts().values().stream().mapToInt(Integer::intValue).sum();
    return waiting > 0 ? ExitStatus.UNDELIVERED : ExitStatus.OK;
  }

  private void print(String what, List<OutboxDelivery.Outcome> outcomes) {
    for (OutboxDelivery.Outcome outcome : outcomes) {
      invocation
          .out()
          .println(
              outcome.item().job()
                  + ": "
                  + outcome.item().title()
                  + " "
                  + what
                  + ": "
                  + outcome.delivery().detail());
    }
  }
}
