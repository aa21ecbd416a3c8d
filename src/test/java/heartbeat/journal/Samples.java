package heartbeat.journal;

import heartbeat.model.JobName;
import heartbeat.model.RunId;
import heartbeat.run.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Things to keep. */
final class Samples {
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  static final JobName MOODLE = new JobName("moodle");

  private Samples() {}

  static RunId run(int minute) {
    return RunId.of(NOON.plusSeconds(60L * minute), minute, minute);
  }

  static RunRecord record(JobName job, RunId run) {
    return new RunRecord(
        job,
        run,
        new RunRecord.Times(
            run.started(), run.started().plusSeconds(9), Duration.ofNanos(9_000_000_001L)),
        new RunRecord.Outcome(
            "failure",
            "died-in-task",
            List.of(
                new Finding(
                    "task-failed", "core\\task\\a", "\"quoted\" \u0000 \u2028 \u00e9\ud83d\ude00"),
                new Finding("work-left", null, "")),
            "PHP Fatal error: \u65e5"),
        new RunRecord.Output(12, 3, 1L << 40, 0, "core\\task\\b", "the last line \u65e5\u672c"),
        new RunRecord.Exit(null, 9, -1),
        List.of("a note", "another"),
        "  load  1.00\n  memory  \u00e9\n");
  }
}
