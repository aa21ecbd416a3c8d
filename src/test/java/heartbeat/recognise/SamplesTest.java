package heartbeat.recognise;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.run.Judge;
import heartbeat.run.Observation;
import heartbeat.run.Preset;
import heartbeat.run.Rules;
import heartbeat.run.Runs;
import heartbeat.run.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded output gets the verdict that its index says is right. */
public class SamplesTest {
  /** One line of the index. */
  public record Sample(String file, int status, String right) {
    boolean isPlugin() {
      return file.startsWith("checks-") || file.startsWith("heartbeat-croncheck-");
    }

    Rules rules() {
      return Runs.rules(isPlugin() ? Preset.NAGIOS : Preset.MOODLE);
    }

    public byte[] output() {
      return Runs.sample(file);
    }

    /** The index speaks to people; this is the same in the names that verdicts have. */
    String expected() {
      return switch (right) {
        case "success", "success (stopped on request)", "completed, but did nothing", "OK" ->
            "success -";
        case "completed, 1 task failed" -> "warning task-failed";
        case "failed: crashed in a task", "failed: cut off in a task" -> "failure died-in-task";
        case "not run: cron disabled" -> "skipped cron-disabled";
        case "not run: upgrade pending" -> "skipped upgrade-pending";
        case "not run: maintenance" -> "skipped maintenance";
        case "failed before start", "tool error, NOT a warning" -> "failure failed-before-start";
        case "no output at all" -> "failure no-output";
        case "WARNING" -> "warning warning-marker";
        case "CRITICAL", "CRITICAL (tool should look at the table)" -> "failure failure-marker";
        case "ambiguous: clean stop (caches purged / cron --stop) or killed while idle" ->
            "warning ended-while-idle";
        default -> throw new IllegalArgumentException(right);
      };
    }

    @Override
    public String toString() {
      return file;
    }
  }

  static List<Sample> all() {
    return Runs.text(Runs.sample("INDEX.tsv"))
        .lines()
        .skip(1)
        .map(line -> line.split("\t"))
        .map(cells -> new Sample(cells[0], Integer.parseInt(cells[1]), cells[2]))
        .toList();
  }

  static List<Sample> cron() {
    return all().stream().filter(s -> !s.isPlugin()).toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void inAPipeItGetsTheRightVerdict(Sample sample) {
    assertThat(Runs.said(Runs.judge(sample.rules(), sample.output(), Runs.EOF)))
        .isEqualTo(sample.expected());
  }

  @ParameterizedTest
  @MethodSource("all")
  void withItsExitStatusItGetsTheRightVerdict(Sample sample) {
    assertThat(Runs.said(Runs.judge(sample.rules(), sample.output(), Runs.exited(sample.status()))))
        .isEqualTo(sample.expected());
  }

  @ParameterizedTest
  @MethodSource("all")
  void itsFindingsAreNamed(Sample sample) {
    Observation seen = Runs.observe(sample.rules(), sample.output());
    String backup = "Automated backups (core\\task\\automated_backup_task)";
    assertThat(seen.openTask())
        .isEqualTo(
            switch (sample.file()) {
              case "cron-45-fatal-memory.log",
                  "cron-45-fatal-after-markers.log",
                  "cron-45-killed.log" ->
                  backup;
              case "real-45-killed.log" -> "HB test task (local_hb\\task\\t1)";
              default -> null;
            });
    assertThat(seen.findings().stream().map(f -> f.kind() + "|" + f.task() + "|" + f.message()))
        .containsExactlyElementsOf(
            switch (sample.file()) {
              case "cron-45-task-failed.log" ->
                  List.of(
                      "task-failed|LDAP users sync job (auth_ldap\\task\\sync_task)|"
                          + "error/auth_ldap_noconnect_all");
              case "cron-totara17-task-failed.log" ->
                  List.of(
                      "task-failed|Import HR elements from external sources"
                          + " (totara_core\\task\\tool_totara_sync_task)|"
                          + "Error reading from database");
              case "real-45-task-failed.log" ->
                  List.of(
                      "task-failed|HB test task (local_hb\\task\\t1)|"
                          + "Could not insert new record ID 7");
              case "cron-45-sigterm-graceful.log" ->
                  List.of(
                      "stopped-on-request|null|cron was asked to stop, and did so in good order");
              case "cron-45-ends-on-continuing.log" ->
                  List.of(
                      "ended-while-idle|null|the output ends between two rounds, with no task open:"
                          + " cron was stopped (cron.php --stop, purged caches) or killed, and"
                          + " nothing tells which");
              case "cron-45-concurrency-skipped.log" ->
                  List.of("nothing-ran|null|no task was run: concurrency limit reached");
              case "checks-bad-type.log" ->
                  List.of("exception|null|!!! error/Invalid check type 'foo' !!!");
              case "checks-warning.log" ->
                  List.of(
                      "warning-marker|null|WARNING: Tasks max fail delay"
                          + " (tool_task_maxfaildelay)");
              case "checks-critical.log" ->
                  List.of(
                      "failure-marker|null|CRITICAL: Upgrade (core_upgradecheck)",
                      "failure-marker|null|CRITICAL Cron running (tool_task_cronrunning)",
                      "warning-marker|null|WARNING Ad hoc task queue (tool_task_adhocqueue)");
              case "checks-unknown-hides-critical.log" ->
                  List.of(
                      "failure-marker|null|UNKNOWN: Antivirus (core_antivirus)",
                      "failure-marker|null|CRITICAL Cron running (tool_task_cronrunning)");
              case "heartbeat-croncheck-warning.log" ->
                  List.of(
                      "warning-marker|null|WARNING: Failing task: \\local_hb\\task\\t1: SCHEDULED"
                          + " TASK: \\local_hb\\task\\t1 Delay: 7680");
              case "heartbeat-croncheck-multiple.log" ->
                  List.of(
                      "failure-marker|null|CRITICAL: Multiple problems detected: 2 CRITICAL",
                      "failure-marker|null|CRITICAL Failing task: \\local_hb\\task\\t1: SCHEDULED"
                          + " TASK: \\local_hb\\task\\t1 Delay: 86400",
                      "failure-marker|null|CRITICAL Cron running: The admin/cli/cron.php script has"
                          + " not been run for 2 days 7 hours and should run every 1 min.");
              case "cron-db-down.log" ->
                  List.of("exception|null|!!! <p>Error: Database connection failed</p>");
              default -> List.<String>of();
            });
  }

  @Test
  void onlyMarkersOutsideOfTasksAreCounted() {
    assertThat(
            Runs.observe(Runs.rules(Preset.MOODLE), Runs.sample("cron-45-success-keepalive.log")))
        .returns(177L, Observation::markers)
        .returns(
            "Cron completed at 03:03:00 in 0.003114 seconds. Memory used: 44.2\u00a0MB.",
            Observation::lastLine);
  }

  @ParameterizedTest
  @MethodSource("cron")
  void withoutAPresetItIsRecognisedByItsFirstLines(Sample sample) {
    assertThat(Runs.said(Runs.judge(Rules.DEFAULT, sample.output(), Runs.EOF)))
        .isEqualTo(sample.expected());
    if (sample.output().length > 0) {
      assertThat(
              Runs.said(Runs.judge(Rules.DEFAULT, sample.output(), Runs.exited(sample.status()))))
          .isEqualTo(sample.expected());
      assertThat(Runs.observe(Rules.DEFAULT, sample.output()))
          .isEqualTo(Runs.observe(sample.rules(), sample.output()));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void howItIsSplitIntoReadsChangesNothing(Sample sample) {
    Rules rules =
        Runs.rules(
            sample.rules().preset(),
            List.of(),
            Runs.markers("no such", "/^never$/"),
            Runs.markers("Backing up cour", "/Fatal error: .* exhausted/"),
            List.of());
    Observation whole = Runs.observe(rules, sample.output());
    Random random = new Random(20261120);
    assertThat(Runs.observeInPieces(rules, sample.output(), 1, random)).isEqualTo(whole);
    for (int longest : new int[] {2, 7, 64, 500, 5000, 5000, 5000}) {
      assertThat(Runs.observeInPieces(rules, sample.output(), longest, random)).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void windowsLineEndsChangeNothing(Sample sample) {
    byte[] crlf =
        new String(sample.output(), StandardCharsets.ISO_8859_1)
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Runs.observe(sample.rules(), crlf))
        .isEqualTo(Runs.observe(sample.rules(), sample.output()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void timeStampsInFrontOfEachLineChangeNothing(Sample sample) {
    Observation plain = Runs.observe(sample.rules(), sample.output());
    for (String stamp : TimestampTest.STAMPS) {
      Observation stamped = Runs.observe(sample.rules(), stamped(sample.output(), stamp));
      assertThat(stamped.sight()).as(stamp).isEqualTo(plain.sight());
      assertThat(stamped.findings()).as(stamp).isEqualTo(plain.findings());
      assertThat(stamped.openTask()).as(stamp).isEqualTo(plain.openTask());
      assertThat(stamped.markers()).as(stamp).isEqualTo(plain.markers());
    }
  }

  private static byte[] stamped(byte[] output, String stamp) {
    List<String> lines = new ArrayList<>();
    new String(output, StandardCharsets.UTF_8).lines().forEach(line -> lines.add(stamp + line));
    String joined = String.join("\n", lines);
    boolean ended = output.length > 0 && output[output.length - 1] == '\n';
    return (ended ? joined + "\n" : joined).getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("all")
  void askingWhileItGoesOnChangesNothing(Sample sample) {
    byte[] output = sample.output();
    Observer asked = new Observer(sample.rules());
    for (int i = 0; i < output.length; i++) {
      asked.accept(output, i, 1);
      asked.observe();
    }
    assertThat(asked.observe()).isEqualTo(Runs.observe(sample.rules(), output));
    assertThat(asked.bytes()).isEqualTo(output.length);
  }

  /**
   * A log that was cut is no success, wherever it was cut: not at the end of an earlier round, not
   * at {@code Memory used: 42.}. A whole last line needs no newline; PHP writes each line at once,
   * so that no kill ends the output in front of {@code Continuing}.
   */
  @ParameterizedTest
  @MethodSource("all")
  void cutAnywhereItIsNoSuccess(Sample sample) {
    byte[] output = sample.output();
    for (Rules rules : List.of(sample.rules(), Rules.DEFAULT)) {
      if (rules.preset() != Preset.MOODLE && sample.isPlugin()) {
        continue;
      }
      Observer observer = new Observer(rules);
      for (int cut = 1; cut < output.length; cut++) {
        observer.accept(output, cut - 1, 1);
        String rest = new String(output, cut, output.length - cut, StandardCharsets.UTF_8);
        boolean allowed = rest.equals("\n") || rest.startsWith(" Continuing");
        Verdict verdict =
            Judge.judge(rules, Runs.capture(observer.observe(), Runs.EOF, Duration.ofSeconds(9)));
        if (!allowed) {
          assertThat(verdict).as("cut after %d bytes", cut).isNotInstanceOf(Verdict.Success.class);
        }
      }
    }
  }
}
