package heartbeat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.config.Command;
import heartbeat.journal.RunRecord;
import heartbeat.model.JobName;
import heartbeat.model.RunId;
import heartbeat.model.Trace;
import heartbeat.process.Invocation;
import heartbeat.watch.JournalAndOutbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code heartbeat log} commands that other commands name, for a run under --state-dir. */
class NamedLogCommandTest {
  private static final JobName JOB = new JobName("moodle");
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final RunId RUN = RunId.of(NOON, 1, 2);

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Invocation invocation = invocation(printed);
  @TempDir Path folder;
  private Path state;

  private static Invocation invocation(ByteArrayOutputStream printed) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new Invocation(Map.of(), "web1", out, out, InstantSource.fixed(NOON), Trace.OFF);
  }

  @BeforeEach
  void aRun() throws IOException {
    state = Files.createDirectory(folder.resolve("my state"));
    var times = new RunRecord.Times(NOON, NOON.plusSeconds(5), Duration.ofSeconds(5));
    var success = new RunRecord.Outcome("success", null, List.of(), null);
    var nothing = new RunRecord.Output(0, 0, 0, 0, null, "");
    var exit = new RunRecord.Exit(null, null, -1);
    JournalAndOutbox.find(state, invocation)
        .journal()
        .append(new RunRecord(JOB, RUN, times, success, nothing, exit, List.of(), null));
  }

  @Test
  void statusNamesTheStateDirectory() {
    assertThat(said(Command.STATUS, "moodle", "--state-dir", state.toString()))
        .contains("\nits log          heartbeat log moodle " + RUN + " --state-dir '" + state);
  }

  @Test
  void aConfigThatNamesTheStateDirectoryCounts() throws IOException {
    Path config = Files.writeString(folder.resolve("hb.yml"), "state-dir: \"" + state + "\"\n");
    assertThat(said(Command.STATUS, "moodle", "--config", config.toString()))
        .contains(" --state-dir '" + state);
  }

  @Test
  void aRunThatIsNotKeptLeadsToTheListInTheSameStateDirectory() {
    assertThat(said(Command.LOG, "moodle", "2020", "--state-dir", state.toString()))
        .contains("see: heartbeat log moodle --list --state-dir '" + state);
  }

  private String said(Command command, String... arguments) {
    Subcommands.execute(invocation, command, arguments);
    return printed.toString(StandardCharsets.UTF_8);
  }
}
