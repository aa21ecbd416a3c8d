package heartbeat.cli;

import heartbeat.journal.RunEntry;
import heartbeat.journal.RunRecord;
import heartbeat.model.JobName;
import heartbeat.tell.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a job stands, from its last runs.
 *
 * @param latest null when it has never run
 * @param lastEnded the last run that was judged
 * @param usual the middle of the durations of the runs before the last one; null with less than
 *     three
 * @param next when the next run is due, by the middle of the intervals between the last ones
 * @param undelivered notifications that wait in the outbox
 */
record JobStatus(
    JobName job,
    @Nullable RunEntry latest,
    @Nullable RunRecord lastEnded,
    @Nullable Duration usual,
    @Nullable Instant next,
    int undelivered,
    JobState state) {
  private static final int LOOK_BACK = 20;

  /** Works it out from a job's runs, newest first. */
  static JobStatus of(JobName job, List<RunEntry> runs, int undelivered, JobState state) {
    List<RunRecord> ended = new ArrayList<>();
    List<Instant> starts = new ArrayList<>();
    for (RunEntry run : runs.subList(0, Math.min(LOOK_BACK, runs.size()))) {
      starts.add(run.started());
      if (run instanceof RunEntry.Ended it) {
        ended.add(it.record());
      }
    }
    List<Duration> durations = new ArrayList<>();
    for (RunRecord record : ended.subList(Math.min(1, ended.size()), ended.size())) {
      durations.add(record.elapsed());
    }
    List<Duration> intervals = new ArrayList<>();
    for (int i = 1; i < starts.size(); i++) {
      intervals.add(Duration.between(starts.get(i), starts.get(i - 1)));
    }
    Duration interval = intervals.size() < 2 ? null : middle(intervals);
    return new JobStatus(
        job,
        runs.isEmpty() ? null : runs.getFirst(),
        ended.isEmpty() ? null : ended.getFirst(),
        durations.size() < 2 ? null : middle(durations),
        interval == null ? null : starts.getFirst().plus(interval),
        undelivered,
        state);
  }

  private static Duration middle(List<Duration> durations) {
    return durations.stream().sorted().toList().get(durations.size() / 2);
  }

  /** What is shown as its verdict: of a run that still goes on, or else of the last one. */
  String verdict() {
    return latest == null ? "never-ran" : latest.verdict();
  }

  /**
   * How bad it is, as Nagios counts: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. A run that goes on
   * does not make the last failure good.
   */
  int severity() {
    if (latest == null) {
      return 3;
    }
    boolean cutOff = latest instanceof RunEntry.Unfinished;
    String last = lastEnded == null ? "" : lastEnded.verdict();
    if (cutOff || last.equals("failure")) {
      return 2;
    }
    return last.equals("warning") || undelivered > 0 || state.pingProblem() != null ? 1 : 0;
  }
}
