package heartbeat.journal;

import static heartbeat.journal.Samples.MOODLE;
import static heartbeat.journal.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.JobName;
import heartbeat.model.RunId;
import heartbeat.tell.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalTest extends JournalBench {
  @Test
  void aJobThatNeverRanHasNothing() throws IOException {
    assertThat(journal.jobs()).isEmpty();
    assertThat(journal.runs(MOODLE)).isEmpty();
    assertThat(journal.latest(MOODLE)).isNull();
    assertThat(journal.state(MOODLE)).isEqualTo(JobState.EMPTY);
    journal.prune(MOODLE, 5);
    assertThat(state).isEmptyDirectory();
    assertThat(complaints).isEmpty();
  }

  @Test
  void aRecordComesBackAsItWas() throws IOException {
    RunRecord record = Samples.record(MOODLE, Samples.run(1));
    journal.append(record);
    assertThat(journal.latest(MOODLE)).isEqualTo(new RunEntry.Ended(record));
    assertThat(journal.jobs()).containsExactly(MOODLE);
  }

  @Test
  void aRunGoesFromRunningToEnded() throws IOException {
    RunId run = Samples.run(1);
    OpenRun open = journal.open(MOODLE, run);
    assertThat(journal.latest(MOODLE)).isEqualTo(new RunEntry.Running(MOODLE, run));
    journal.append(Samples.record(MOODLE, run));
    open.close();
    open.close();
    assertThat(journal.latest(MOODLE)).isInstanceOf(RunEntry.Ended.class);
    assertThat(names(MOODLE)).containsExactly(run + ".json");
  }

  @Test
  void aRunWithoutARecordIsUnfinishedAndNeverTakenForASuccess() throws IOException {
    RunId run = Samples.run(1);
    OpenRun open = journal.open(MOODLE, run);
    Files.writeString(open.log(), "some");
    open.close();
    RunEntry entry = newest();
    assertThat(entry).isInstanceOf(RunEntry.Unfinished.class);
    assertThat(entry.verdict()).isEqualTo("unfinished");
    assertThat(entry.reason()).isEqualTo("heartbeat-died");
  }

  @Test
  void runsComeNewestFirst() throws IOException {
    for (int minute : new int[] {2, 1, 3}) {
      journal.append(Samples.record(MOODLE, Samples.run(minute)));
    }
    OpenRun open = journal.open(MOODLE, Samples.run(4));
    assertThat(journal.runs(MOODLE))
        .extracting(RunEntry::run)
        .containsExactly(Samples.run(4), Samples.run(3), Samples.run(2), Samples.run(1));
    open.close();
  }

  @Test
  void whatIsRememberedComesBackAsItWas() throws IOException {
    JobState full =
        new JobState(
            new JobState.Last("warning", "task-failed", NOON),
            new JobState.Failing(NOON.minusSeconds(1), 3, "run"),
            new JobState.Alerted("key \u00e9", NOON.plusSeconds(1), 2, true, List.of("one", "two")),
            new JobState.Troubles("404", "line 3", NOON.plusSeconds(2), NOON.plusSeconds(7)),
            "http://a",
            Instant.MAX);
    assertThat(journal.update(MOODLE, old -> full)).isEqualTo(full);
    assertThat(journal.state(MOODLE)).isEqualTo(full);
    assertThat(state.resolve("jobs/moodle/state.json"))
        .as("other versions of heartbeat read this file, too")
        .hasContent(
            """
            {"verdict":"warning","reason":"task-failed","since":"2026-11-20T12:00:00Z",
            "failingSince":"2026-11-20T11:59:59Z","failedRuns":3,"failedRun":"run",
            "alertKey":"key é","alertMailed":"2026-11-20T12:00:01Z","suppressed":2,
            "recoveryDue":true,"alertReached":"one,two","pingProblem":"404",
            "configProblem":"line 3","configMailed":"2026-11-20T12:00:02Z",
            "undeliveredSaid":"2026-11-20T12:00:07Z","switchAt":"http://a",
            "pausedUntil":"+1000000000-12-31T23:59:59.999999999Z"}"""
                .replace("\n", ""));
    journal.update(MOODLE, old -> JobState.EMPTY);
    assertThat(journal.state(MOODLE)).isEqualTo(JobState.EMPTY);
  }

  @Test
  void aPauseIsRememberedUntilItIsEnded() throws IOException {
    journal.pause(MOODLE, NOON);
    assertThat(journal.state(MOODLE).pausedUntil()).isEqualTo(NOON);
    journal.resume(MOODLE);
    assertThat(journal.state(MOODLE).pausedUntil()).isNull();
  }

  @Test
  void pruningKeepsTheNewestAndWhatIsStillRunning() throws IOException {
    OpenRun oldButRunning = journal.open(MOODLE, Samples.run(0));
    Files.writeString(oldButRunning.log(), "x");
    OpenRun dead = journal.open(MOODLE, Samples.run(1));
    Files.writeString(dead.log(), "head");
    Files.writeString(dead.tail(0), "tail");
    dead.close();
    for (int minute = 2; minute <= 5; minute++) {
      journal.append(Samples.record(MOODLE, Samples.run(minute)));
    }
    journal.prune(MOODLE, 2);
    assertThat(names(MOODLE))
        .containsExactly(
            Samples.run(0) + ".log",
            Samples.run(0) + ".running",
            Samples.run(4) + ".json",
            Samples.run(5) + ".json");
    oldButRunning.close();
  }

  @Test
  void aClockThatWasWrongOnceDoesNotGetNewRunsRemoved() throws IOException {
    RunId future = RunId.of(now.plus(Duration.ofDays(9_999)), 1, 1);
    journal.append(Samples.record(MOODLE, future));
    journal.append(Samples.record(MOODLE, Samples.run(1)));
    assertThat(newest().run()).isEqualTo(Samples.run(1));
    journal.prune(MOODLE, 1);
    assertThat(names(MOODLE)).containsExactly(Samples.run(1) + ".json");
  }

  @Test
  void jobsOfAnyNameAreListed() throws IOException {
    JobName odd = new JobName("s\u00e4uberung 100% .\u65e5");
    journal.append(Samples.record(odd, Samples.run(1)));
    journal.append(Samples.record(MOODLE, Samples.run(1)));
    Files.createDirectory(state.resolve("jobs/not a job"));
    Files.createFile(state.resolve("jobs/no-folder"));
    assertThat(journal.jobs()).containsExactly(MOODLE, odd);
  }
}
