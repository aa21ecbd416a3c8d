package heartbeat.cli;

import heartbeat.config.Flags;
import heartbeat.model.JobName;
import heartbeat.model.RunId;
import heartbeat.model.Trace;
import heartbeat.notify.TimeBudget;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Refusal;
import heartbeat.process.Version;
import heartbeat.run.Job;
import heartbeat.tell.Context;
import heartbeat.tell.Plan;
import heartbeat.watch.JobSenders;
import heartbeat.watch.LoadedConfig;
import heartbeat.watch.StartPing;
import java.util.Arrays;

/** The hidden command behind {@link StartPing}: sends the start ping of a run, once. */
public final class StartPingCommand {
  private StartPingCommand() {}

  /** The arguments are the run's id and those of the run itself. */
  public static int run(Invocation started, String[] arguments) {
    if (arguments.length == 0) {
      throw new Refusal(ExitStatus.USAGE, "'start-ping' is a command; choose another job name");
    }
    RunId id = RunId.parse(arguments[0]);
    Flags flags = Flags.parse(Arrays.copyOfRange(arguments, 1, arguments.length));
    Invocation invocation = started.verbose(flags.isVerbose());
    JobName name = flags.job() == null ? JobName.DEFAULT : flags.job();
    LoadedConfig loading = LoadedConfig.of(flags, name, Trace.OFF);
    Job job = loading.config().job(name);
    Context context = new Context(invocation.host(), id.started(), Version.number());
    try (JobSenders senders = new JobSenders(loading.config(), job, invocation, id)) {
      Plan.start(job, id, context)
          .ifPresent(
              ping -> {
                senders.sendOnce(ping, TimeBudget.unlimited());
                invocation.out().println(senders.bodyLimit(ping.url()));
                invocation.out().println(senders.readsWhoIsTold(ping.url()) ? ping.origin() : "");
              });
    }
    return ExitStatus.OK;
  }
}
