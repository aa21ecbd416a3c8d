package heartbeat;

import heartbeat.config.Flags;
import heartbeat.model.JobName;
import heartbeat.model.RunId;
import heartbeat.notify.TimeBudget;
import heartbeat.run.Context;
import heartbeat.run.Job;
import heartbeat.run.Plan;
import java.util.Arrays;

/** The hidden command behind {@link StartPing}: sends the start ping of a run, once. */
final class StartPingCommand {
  private StartPingCommand() {}

  /** The arguments are the run's id and those of the run itself. */
  static int run(Invocation invocation, String[] arguments) {
    RunId id = RunId.parse(arguments[0]);
    Flags flags = Flags.parse(Arrays.copyOfRange(arguments, 1, arguments.length));
    JobName name = flags.job() == null ? JobName.DEFAULT : flags.job();
    Loading loading = Loading.of(flags, name);
    Job job = loading.config().job(name);
    Context context = new Context(invocation.host(), id.started(), Version.number());
    try (Dispatch dispatch = new Dispatch(null, loading.config(), job, invocation)) {
      Plan.start(job, id, context)
          .ifPresent(
              ping -> {
                dispatch.sendOnce(ping, TimeBudget.unlimited());
                invocation.out().println(dispatch.bodyLimit(ping.url()));
              });
    }
    return ExitStatus.OK;
  }
}
