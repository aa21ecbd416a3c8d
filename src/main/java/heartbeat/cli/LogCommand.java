package heartbeat.cli;

import heartbeat.journal.RunEntry;
import heartbeat.model.Human;
import heartbeat.model.JobName;
import heartbeat.model.RunId;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Names;
import heartbeat.process.Refusal;
import heartbeat.run.LogCommandLine;
import heartbeat.watch.JournalAndOutbox;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heartbeat log}: what a run printed, byte by byte. */
@Command(
    name = "log",
    description = "Prints what a run of a job printed: the last one, or the one named.",
    footer = {"", "Example:  heartbeat log moodle --list"})
final class LogCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(index = "0", paramLabel = "JOB", description = "the job")
  private String job = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RUN",
      description = "a run's id, or how it begins")
  private @Nullable String run;

  @Option(names = "--list", description = "list the runs that are kept, newest first")
  private boolean list;

  LogCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() throws IOException {
    Path stateDir = common.loadUsable().stateDir();
    JournalAndOutbox state = JournalAndOutbox.find(stateDir, invocation);
    JobName name = Names.job(job);
    List<RunEntry> runs = state.journal().runs(name);
    if (runs.isEmpty()) {
      throw new Refusal(
          ExitStatus.FAILURE,
          "job "
              + job
              + " has no run in "
              + state.directory()
              + OtherUsers.advice(state.directory(), name, heartbeat.config.Command.LOG));
    }
    if (list) {
      print(runs);
      return ExitStatus.OK;
    }
    RunId chosen = choose(runs, stateDir);
    // The bytes as they came: a PrintStream would not change them, but it hides errors.
    OutputStream out = new BufferedOutputStream(invocation.out(), 1 << 16);
    if (Invocation.isTerminal(1)) {
      out = new TerminalText(out);
    }
    try {
      state.journal().copyLog(name, chosen, out);
      out.flush();
    } catch (NoSuchFileException e) {
      throw new Refusal(
          ExitStatus.FAILURE, "run " + chosen + " of job " + job + " has left no log");
    }
    return ExitStatus.OK;
  }

  private RunId choose(List<RunEntry> runs, @Nullable Path stateDir) {
    String prefix = run;
    if (prefix == null) {
      return runs.getFirst().run();
    }
    List<RunId> matching =
        runs.stream().map(RunEntry::run).filter(id -> id.toString().startsWith(prefix)).toList();
    if (matching.size() == 1) {
      return matching.getFirst();
    }
    throw new Refusal(
        ExitStatus.FAILURE,
        (matching.isEmpty() ? "no run of job " : matching.size() + " runs of job ")
            + job
            + (matching.isEmpty() ? " begins with " : " begin with ")
            + prefix
            + "; see: "
            + LogCommandLine.of(job, "--list", stateDir));
  }

  private void print(List<RunEntry> runs) {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"STARTED", "VERDICT", "REASON", "DURATION", "BYTES", "RUN"});
    for (RunEntry entry : runs) {
      var record = entry instanceof RunEntry.Ended it ? it.record() : null;
      String reason = entry.reason();
      rows.add(
          new String[] {
            entry.started().truncatedTo(ChronoUnit.SECONDS).toString(),
            entry.verdict(),
            reason == null ? "-" : reason,
            record == null ? "-" : Human.duration(record.times().elapsed()),
            record == null ? "-" : String.valueOf(record.output().bytes()),
            entry.run().toString()
          });
    }
    Table.print(rows, invocation.out());
  }
}
