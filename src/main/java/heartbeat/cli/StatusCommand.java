package heartbeat.cli;

import heartbeat.config.Config;
import heartbeat.model.JobName;
import heartbeat.notify.OutboxItem;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Names;
import heartbeat.process.Refusal;
import heartbeat.watch.JournalAndOutbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heartbeat status}: how the jobs of this user stand, or the checks of a switch. */
@Command(
    name = "status",
    description = "Shows how the jobs of this user stand, or with --url the checks of a switch.",
    footer = {
      "",
      "Example:  heartbeat status moodle",
      "          sudo heartbeat status --all",
      "          heartbeat status --url https://hb.example.org --api-key-file key.txt"
    })
public final class StatusCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private CommonOptions common = new CommonOptions();

  @Mixin private RemoteOptions remote = new RemoteOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "JOB",
      description = "only this job or check, with its details")
  private @Nullable String job;

  @Option(names = "--all", description = "the jobs of every user of this machine; for root")
  private boolean all;

  @ArgGroup(exclusive = true)
  private Form form = new Form();

  /** The form of the output. */
  public static final class Form {
    @Option(names = "--json", description = "print an array of objects, for programs")
    private boolean json;

    @Option(
        names = "--nagios",
        description = "print one line and end with 0, 1, 2 or 3, as a Nagios plugin")
    private boolean nagios;
  }

  StatusCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      return answer();
    } catch (Refusal refusal) {
      if (!form.nagios) {
        throw refusal;
      }
      // Nagios would take the status of a wrong address (2) for CRITICAL.
      return nagios().print(NagiosLine.UNKNOWN, String.valueOf(refusal.getMessage()));
    }
  }

  private int answer() throws IOException, InterruptedException {
    String url = remote.url();
    if (url != null) {
      return remote(new RemoteSwitch(url, remote, invocation.environment()));
    }
    if (all) {
      return new EveryUsersStatus(invocation).print(options());
    }
    Config config = common.loadUsable();
    JournalAndOutbox state = JournalAndOutbox.find(config.stateDir(), invocation);
    int status = ofThisUser(state, statuses(state, config), config.stateDir());
    if (state.taken() == null) {
      return status;
    }
    invocation.err().println("heartbeat: " + state.taken());
    return form.nagios ? NagiosLine.CRITICAL : ExitStatus.CONFIG;
  }

  private List<String> options() {
    List<String> options = new ArrayList<>();
    if (form.json) {
      options.add("--json");
    }
    if (form.nagios) {
      options.add("--nagios");
    }
    if (job != null) {
      options.add(job);
    }
    return options;
  }

  private int ofThisUser(JournalAndOutbox state, List<JobStatus> all, @Nullable Path stateDir)
      throws IOException {
    if (form.nagios) {
      String taken = state.taken();
      return nagios().ofJobs(all, taken == null ? List.of() : List.of(taken), job);
    }
    if (form.json) {
      invocation.out().println(StatusJson.of(all));
    } else if (all.isEmpty()) {
      nothing(state.directory());
    } else {
      StatusTable table = new StatusTable(invocation.out(), invocation.clock().instant());
      table.print(all);
      if (job != null) {
        all.forEach(status -> table.printDetails(status, stateDir));
        waiting(state);
        invocation.out().println("kept in          " + state.directory());
      }
    }
    return ExitStatus.OK;
  }

  /** Says where it looked, and which other users have jobs, as far as this user may see them. */
  private void nothing(Path directory) {
    String what = job == null ? "No job of this user has run yet" : "Job " + job + " has not run";
    invocation.out().println(what + ": there is no record in " + directory);
    List<Path> others = OtherUsers.besides(directory);
    for (Path other : others) {
      String user = String.valueOf(other.getFileName());
      invocation.out().println("Jobs of " + user + ":  sudo -u " + user + " heartbeat status");
    }
    if (!others.isEmpty() && directory.startsWith(EveryUsersStatus.SHARED)) {
      invocation.out().println("Jobs of all of them:  heartbeat status --all");
    }
  }

  private NagiosLine nagios() {
    return new NagiosLine(invocation.out(), invocation.clock().instant());
  }

  private int remote(RemoteSwitch other) throws IOException, InterruptedException {
    RemoteStatus status = new RemoteStatus(invocation, other, job);
    return form.nagios ? status.nagios() : form.json ? status.json() : status.table();
  }

  private List<JobStatus> statuses(JournalAndOutbox state, Config config) throws IOException {
    Map<JobName, Integer> waiting = state.outbox().counts();
    TreeSet<JobName> jobs = new TreeSet<>(state.journal().jobs());
    jobs.addAll(waiting.keySet());
    if (job != null) {
      jobs.removeIf(name -> !name.value().equals(job));
    }
    List<JobStatus> all = new ArrayList<>();
    for (JobName name : jobs) {
      all.add(
          JobStatus.of(
              name,
              state.journal().runs(name),
              waiting.getOrDefault(name, 0),
              state.journal().state(name),
              config.job(name).limits().maxDuration(),
              invocation.clock().instant()));
    }
    return all;
  }

  private void waiting(JournalAndOutbox state) throws IOException {
    for (OutboxItem item : state.outbox().waiting(Names.job(String.valueOf(job)))) {
      String detail = item.history().lastDetail();
      invocation
          .out()
          .println("undelivered      " + item.title() + (detail.isEmpty() ? "" : ": " + detail));
    }
  }
}
