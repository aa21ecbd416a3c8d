package heartbeat.cli;

import heartbeat.config.Config;
import heartbeat.model.JobName;
import heartbeat.notify.OutboxDelivery;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.watch.Dispatch;
import heartbeat.watch.State;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code heartbeat flush}: tries again what could not be delivered. */
@Command(
    name = "flush",
    description = "Tries again to deliver what waits in the outbox.",
    footer = {"", "Example:  heartbeat flush"})
final class FlushCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--due",
      description = "only what is due by its own pauses between attempts, as a timer should")
  private boolean due;

  FlushCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws IOException {
    Config config = common.load();
    State state = State.find(config.stateDir(), invocation);
    OutboxDelivery.Report report;
    try (Dispatch dispatch = new Dispatch(state, config, config.job(JobName.DEFAULT), invocation)) {
      report = dispatch.flush(state.outbox(), due);
    }
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
