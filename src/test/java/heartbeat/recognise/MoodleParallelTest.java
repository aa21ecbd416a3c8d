package heartbeat.recognise;

import static heartbeat.recognise.CronLog.CONTINUING;
import static heartbeat.recognise.CronLog.DONE;
import static heartbeat.recognise.CronLog.END;
import static heartbeat.recognise.CronLog.MARKER;
import static heartbeat.recognise.CronLog.NAME;
import static heartbeat.recognise.CronLog.START;
import static heartbeat.recognise.CronLog.task;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.run.Rules;
import heartbeat.run.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two crons that write into one pipe at the same time. */
class MoodleParallelTest {
  private static final String OTHER = "Other (x\\y)";
  private static final String ROUND = END.replace(DONE, CONTINUING);

  private static List<String> cron(String... tasks) {
    List<String> lines = new ArrayList<>(List.of(START));
    for (String task : tasks) {
      task(task, "working\n").lines().forEach(line -> lines.add(line + "\n"));
    }
    return lines;
  }

  private static List<String> with(List<String> lines, String more) {
    List<String> all = new ArrayList<>(lines);
    more.lines().forEach(line -> all.add(line + "\n"));
    return all;
  }

  /** The lines of both in one of the orders in which they may come. */
  private static String mixed(List<String> one, List<String> two, Random random) {
    StringBuilder all = new StringBuilder();
    int i = 0;
    int k = 0;
    while (i < one.size() || k < two.size()) {
      boolean first = k == two.size() || (i < one.size() && random.nextBoolean());
      all.append(first ? one.get(i++) : two.get(k++));
    }
    return all.toString();
  }

  private static void assertAlways(List<String> one, List<String> two, String... expected) {
    Random random = new Random(20261129);
    for (int n = 0; n < 300; n++) {
      String output = mixed(one, two, random);
      assertThat(CronLog.said(output)).as(output).isIn((Object[]) expected);
      assertThat(Runs.said(Rules.DEFAULT, output, Runs.EOF)).as(output).isIn((Object[]) expected);
    }
  }

  @Test
  void whenBothEndWellItIsASuccess() {
    assertAlways(with(cron(NAME), END), with(cron(OTHER), END), "success -");
    assertAlways(with(cron(NAME), END), with(cron(NAME, OTHER), END), "success -");
    assertAlways(
        with(with(with(cron(NAME), ROUND), ROUND), END),
        with(with(cron(OTHER), ROUND), END),
        "success -");
  }

  @Test
  void whenOneDiesInATaskItIsAFailure() {
    String open = "Execute scheduled task: " + NAME + "\n";
    assertAlways(with(cron(OTHER), open), with(cron(OTHER), END), "failure died-in-task");
    assertAlways(
        with(with(cron(), ROUND), open), with(cron(OTHER, NAME), END), "failure died-in-task");
    assertAlways(with(cron(NAME), END), with(cron(), open), "failure died-in-task");
  }

  @Test
  void whenOneIsKilledBetweenTasksItIsNoSuccess() {
    String missing = "failure marker-missing";
    assertAlways(cron(NAME), with(cron(OTHER), END), missing);
    assertAlways(cron(), with(cron(OTHER), END), missing);
    assertAlways(with(cron(NAME), MARKER), with(cron(OTHER), END), missing);
    assertAlways(
        with(cron(NAME), ROUND), with(cron(OTHER), END), missing, "warning ended-while-idle");
  }

  @Test
  void oneThatGivesUpIsAFailure() {
    assertAlways(
        with(cron(NAME), "!!! Error writing to database !!!"),
        with(cron(OTHER), END),
        "failure marker-missing",
        "failure failed-before-start",
        "failure died-in-task");
  }

  @Test
  void oneAfterTheOtherIsJudgedAsBefore() {
    String one = START + task(NAME, "") + END;
    assertThat(CronLog.said(one, one, one)).isEqualTo("success -");
    assertThat(CronLog.said(one, START, task(NAME, ""), one)).isEqualTo("failure marker-missing");
    assertThat(CronLog.said(START, task(NAME, ""), ROUND, one))
        .isEqualTo("warning ended-while-idle");
    assertThat(CronLog.said(START, "Execute scheduled task: " + NAME + "\n", one))
        .isEqualTo("failure died-in-task");
  }

  @Test
  void aServerTimeAloneInATaskIsTheTasksOutput() {
    String line = "Server Time: Sun, 29 Nov 2026 18:00:00 +0000\n";
    assertThat(CronLog.said(START, task(NAME, line + "working\n"), END)).isEqualTo("success -");
    assertThat(CronLog.said(START, task(NAME, (line + "\n").repeat(200)), END))
        .isEqualTo("failure marker-missing");
  }

  @Test
  void aCancelledTaskIsTheOneThatItsLineNames() {
    String both =
        START
            + START
            + "Execute adhoc task: a\\first\nExecute adhoc task: b\\second\n"
            + "User 7 could not be found for adhoc task: a\\first. Cancelling task.\n";
    String done = "Adhoc task complete: b\\second\n";
    String failed = "Adhoc task failed: b\\second,gone\n";
    assertThat(CronLog.said(both, done, END, END)).isEqualTo("success -");
    assertThat(CronLog.said(both, failed, END, END)).isEqualTo("warning task-failed");
    assertThat(CronLog.judge(both, END).findings().getFirst().task()).isEqualTo("b\\second");
  }

  /** A cron was killed between tasks, and another one followed. */
  @Test
  void whatATaskOfTheNextRunSaysOfSkippedRunsIsItsOutput() {
    String open = "Execute scheduled task: " + NAME + "\n";
    for (String skipped :
        List.of(
            "Cron is disabled. Use --force to override.\n",
            "CLI maintenance mode active, cron execution suspended.\n",
            "Moodle upgrade pending, cron execution suspended.\n",
            "!!! Site is being upgraded, please retry later. !!!\n",
            "Already being executed. Quitting.\n")) {
      String killed = START + task(OTHER, "");
      assertThat(CronLog.said(killed, START, open, skipped))
          .as(skipped)
          .isEqualTo("failure died-in-task");
      assertThat(CronLog.said(killed, START, task(NAME, skipped), END))
          .as(skipped)
          .isEqualTo("failure marker-missing");
    }
  }
}
