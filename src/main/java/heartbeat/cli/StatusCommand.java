package heartbeat.cli;

import heartbeat.config.Config;
import heartbeat.journal.RunEntry;
import heartbeat.journal.RunRecord;
import heartbeat.model.Human;
import heartbeat.model.JobName;
import heartbeat.model.LastWords;
import heartbeat.notify.OutboxItem;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Names;
import heartbeat.process.Refusal;
import heartbeat.watch.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
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
  /** The words of Nagios by exit status. */
  static final List<String> NAGIOS = List.of("OK", "WARNING", "CRITICAL", "UNKNOWN");

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

  /** For whom it is printed. */
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
      // Nagios would take a wrong address (2) for CRITICAL.
      invocation
          .out()
          .println("UNKNOWN: " + String.valueOf(refusal.getMessage()).replace('|', '/'));
      return 3;
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
    Config config = common.load();
    State state = State.find(config.stateDir(), invocation);
    int status = ofThisUser(state, statuses(state, config));
    if (state.taken() == null) {
      return status;
    }
    invocation.err().println("heartbeat: " + state.taken());
    return form.nagios ? 2 : ExitStatus.CONFIG;
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

  private int ofThisUser(State state, List<JobStatus> all) throws IOException {
    if (form.nagios) {
      String taken = state.taken();
      return nagios(all, taken == null ? List.of() : List.of(taken));
    }
    if (form.json) {
      invocation.out().println(StatusJson.of(all));
    } else if (all.isEmpty()) {
      nothing(state.directory());
    } else {
      table(all);
      if (job != null) {
        all.forEach(this::details);
        waiting(state);
        invocation.out().println("kept in          " + state.directory());
      }
    }
    return ExitStatus.OK;
  }

  /** Says where it looked, and to whom else that can be seen the jobs may belong. */
  private void nothing(Path directory) {
    String what = job == null ? "No job of this user has run yet" : "Job " + job + " has not run";
    invocation.out().println(what + ": nothing of it is in " + directory);
    List<Path> others = OtherUsers.besides(directory);
    for (Path other : others) {
      String user = String.valueOf(other.getFileName());
      invocation.out().println("Jobs of " + user + ":  sudo -u " + user + " heartbeat status");
    }
    if (!others.isEmpty() && directory.startsWith(EveryUsersStatus.SHARED)) {
      invocation.out().println("Jobs of all of them:  heartbeat status --all");
    }
  }

  private int remote(RemoteSwitch other) throws IOException, InterruptedException {
    RemoteStatus status = new RemoteStatus(invocation, other, job);
    return form.nagios ? status.nagios() : form.json ? status.json() : status.table();
  }

  private List<JobStatus> statuses(State state, Config config) throws IOException {
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

  private int nagios(List<JobStatus> all, List<String> problems) {
    if (all.isEmpty() && problems.isEmpty()) {
      invocation
          .out()
          .println(
              "UNKNOWN: "
                  + (job == null ? "no job has run yet" : "job " + job + " has not run yet"));
      return 3;
    }
    List<String> bad = new ArrayList<>(problems);
    int worst = problems.isEmpty() ? 0 : 2;
    for (JobStatus status : all) {
      worst = worse(status.severity(), worst);
      if (status.severity() > 0) {
        bad.add(status.job() + " " + brief(status));
      }
    }
    String text = bad.isEmpty() ? all.size() + " job(s) well" : String.join("; ", bad);
    invocation.out().println(NAGIOS.get(worst) + ": " + text);
    return worst;
  }

  /** CRITICAL weighs more than UNKNOWN: what failed must not hide behind what never ran. */
  static int worse(int one, int other) {
    return weight(one) > weight(other) ? one : other;
  }

  private static int weight(int severity) {
    return severity == 2 ? 4 : severity;
  }

  private String brief(JobStatus status) {
    RunEntry latest = status.latest();
    RunRecord ended = status.lastEnded();
    String text = status.verdict();
    if (latest instanceof RunEntry.Running && ended != null) {
      text = ended.outcome().verdict();
    }
    String reason = ended == null ? null : ended.outcome().reason();
    String says = ended == null ? null : ended.outcome().says();
    String late = late(status, invocation.clock().instant());
    return text
        + (reason == null ? "" : " (" + reason + ")")
        + (says == null ? "" : ": " + LastWords.shortened(says.replace('|', '/'), 100))
        + (late.isEmpty() ? "" : ", " + late)
        + (status.undelivered() > 0 ? ", " + status.undelivered() + " undelivered" : "")
        + (status.state().told().pingProblem() == null ? "" : ", pings are refused");
  }

  /** What is late: a run that goes on, or one that has not come; empty: nothing. */
  private static String late(JobStatus status, Instant now) {
    if (status.hanging() != null || status.isSlow()) {
      Duration age = Duration.between(status.running().getFirst().started(), now);
      String length = Human.duration(age.truncatedTo(ChronoUnit.SECONDS));
      return status.hanging() == null
          ? "running for " + length
          : "hanging for " + length + " (" + status.hanging() + ")";
    }
    return status.isOverdue() ? "overdue" : "";
  }

  private void table(List<JobStatus> all) {
    List<String[]> rows = new ArrayList<>();
    rows.add(
        new String[] {
          "JOB", "VERDICT", "REASON", "WHEN", "DURATION", "TREND", "NEXT", "UNDELIVERED"
        });
    all.stream()
        .sorted(Comparator.comparing(JobStatus::job))
        .forEach(
            status -> {
              rows.add(row(status));
              RunRecord ended = status.lastEnded();
              if (ended != null && ended.outcome().says() != null) {
                rows.add(new String[] {"  says: " + ended.outcome().says()});
              }
            });
    Table.print(rows, invocation.out());
  }

  private String[] row(JobStatus status) {
    RunRecord ended = status.lastEnded();
    RunEntry latest = status.latest();
    String hanging = status.hanging();
    String reason =
        hanging != null
            ? hanging
            : status.isSlow() ? "slow" : latest == null ? null : latest.reason();
    Instant now = invocation.clock().instant();
    String paused = status.state().isPausedAt(now) ? " (paused)" : "";
    int running = status.running().size();
    Instant started =
        running > 0
            ? status.running().getFirst().started()
            : latest == null ? null : latest.started();
    return new String[] {
      status.job().value(),
      (hanging == null ? status.verdict() : "hanging")
          + (running > 1 ? " (" + running + " runs)" : "")
          + paused,
      reason == null ? "-" : reason,
      started == null ? "-" : ago(started, now),
      ended == null ? "-" : Human.duration(ended.times().elapsed()),
      trend(status),
      next(status, now),
      status.undelivered() == 0 ? "-" : String.valueOf(status.undelivered())
    };
  }

  private static String ago(Instant then, Instant now) {
    return Human.duration(Duration.between(then, now).truncatedTo(ChronoUnit.SECONDS)) + " ago";
  }

  private static String next(JobStatus status, Instant now) {
    Instant next = status.next();
    if (next == null) {
      return "-";
    }
    return next.isAfter(now)
        ? "in " + Human.duration(Duration.between(now, next).truncatedTo(ChronoUnit.SECONDS))
        : (status.isOverdue() ? "overdue " : "due since ")
            + Human.duration(Duration.between(next, now).truncatedTo(ChronoUnit.SECONDS));
  }

  private static String trend(JobStatus status) {
    RunRecord ended = status.lastEnded();
    Duration usual = status.usual();
    if (ended == null || usual == null || usual.toSeconds() < 1) {
      return "-";
    }
    long percent = (ended.times().elapsed().toMillis() - usual.toMillis()) * 100 / usual.toMillis();
    return Math.abs(percent) < 20 ? "steady" : (percent > 0 ? "+" : "") + percent + "%";
  }

  private void waiting(State state) throws IOException {
    for (OutboxItem item : state.outbox().waiting(Names.job(String.valueOf(job)))) {
      String detail = item.history().lastDetail();
      invocation
          .out()
          .println("undelivered      " + item.title() + (detail.isEmpty() ? "" : ": " + detail));
    }
  }

  private void details(JobStatus status) {
    var out = invocation.out();
    RunRecord ended = status.lastEnded();
    out.println();
    for (RunEntry.Running run : status.running()) {
      out.println(
          "running          "
              + run.run()
              + ", begun "
              + ago(run.started(), invocation.clock().instant()));
    }
    if (ended != null) {
      out.println(
          "last judged run  "
              + ended.run()
              + ", ended "
              + ended.times().ended().truncatedTo(ChronoUnit.SECONDS));
      ended
          .outcome()
          .findings()
          .forEach(f -> out.println("finding          " + PrintedFindings.line(f)));
      if (ended.output().openTask() != null) {
        out.println("open task        " + ended.output().openTask());
      }
      if (!ended.output().lastLine().isEmpty()) {
        out.println("last line        " + ended.output().lastLine());
      }
      ended.notes().forEach(note -> out.println("note             " + note));
      if (ended.snapshot() != null) {
        out.println("the machine then");
        out.print(ended.snapshot());
      }
      out.println(
          "its log          heartbeat log " + Names.quoted(status.job()) + " " + ended.run());
    }
    if (status.state().told().pingProblem() != null) {
      out.println("pings            " + status.state().told().pingProblem());
    }
    if (status.state().told().configProblem() != null) {
      out.println("config           " + status.state().told().configProblem());
    }
    Instant until = status.state().pausedUntil();
    if (until != null && until.isAfter(invocation.clock().instant())) {
      out.println(
          "paused           " + (until.equals(Instant.MAX) ? "until resumed" : "until " + until));
    }
  }
}
