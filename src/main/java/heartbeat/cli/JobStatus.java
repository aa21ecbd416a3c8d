package heartbeat.cli;

import heartbeat.journal.RunEntry;
import heartbeat.journal.RunRecord;
import heartbeat.model.JobName;
import heartbeat.run.Reason;
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
 * @param running the runs that go on, the oldest first
 * @param hanging why the oldest one of them is known to hang: a reason's fixed name; null when none
 *     does
 * @param isSlow whether one goes on for much longer than any before it
 * @param isOverdue whether the next run should have begun long ago
 */
record JobStatus(
    JobName job,
    @Nullable RunEntry latest,
    @Nullable RunRecord lastEnded,
    @Nullable Duration usual,
    @Nullable Instant next,
    int undelivered,
    JobState state,
    List<RunEntry.Running> running,
    @Nullable String hanging,
    boolean isSlow,
    boolean isOverdue) {
  private static final int LOOK_BACK = 20;

  /** A run that goes on for so many times the longest of the last runs is slow. */
  private static final int MUCH_LONGER = 5;

  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  /**
   * Makes it from a job's runs, newest first.
   *
   * @param limit how long a run may take by the config; null when that does not say
   */
  static JobStatus of(
      JobName job,
      List<RunEntry> runs,
      int undelivered,
      JobState state,
      @Nullable Duration limit,
      Instant now) {
    List<RunEntry.Running> running = running(runs);
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
      durations.add(record.times().elapsed());
    }
    List<Duration> intervals = new ArrayList<>();
    for (int i = 1; i < starts.size(); i++) {
      intervals.add(Duration.between(starts.get(i), starts.get(i - 1)));
    }
    Duration interval = intervals.size() < 2 ? null : middle(intervals);
    Instant oldest = running.isEmpty() ? now : running.getFirst().started();
    Duration longest = longest(ended.stream().map(run -> run.times().elapsed()).toList());
    return new JobStatus(
        job,
        runs.isEmpty() ? null : runs.getFirst(),
        ended.isEmpty() ? null : ended.getFirst(),
        durations.size() < 2 ? null : middle(durations),
        interval == null ? null : starts.getFirst().plus(interval),
        undelivered,
        state,
        running,
        hanging(running, state, limit, now),
        longest != null && oldest.plus(longest.multipliedBy(MUCH_LONGER)).isBefore(now),
        running.isEmpty() && intervals.size() > 2 && isOver(starts.getFirst(), intervals, now));
  }

  private static List<RunEntry.Running> running(List<RunEntry> newestFirst) {
    List<RunEntry.Running> running = new ArrayList<>();
    for (RunEntry run : newestFirst.reversed()) {
      if (run instanceof RunEntry.Running it) {
        running.add(it);
      }
    }
    return List.copyOf(running);
  }

  /** Why a run hangs: as it has reported, or by the limit in the config. */
  private static @Nullable String hanging(
      List<RunEntry.Running> running, JobState state, @Nullable Duration limit, Instant now) {
    String reason = String.valueOf(state.last().reason());
    boolean isTold = reason.equals(Reason.TIME_LIMIT.id()) || reason.equals(Reason.SILENCE.id());
    for (RunEntry.Running run : running) {
      if (isTold && run.run().toString().equals(state.failing().run())) {
        return reason;
      }
      if (limit != null && run.started().plus(limit).isBefore(now)) {
        return Reason.TIME_LIMIT.id();
      }
    }
    return null;
  }

  /** Five times the longest, and five minutes at least; null when there were less than two. */
  private static @Nullable Duration longest(List<Duration> durations) {
    if (durations.size() < 2) {
      return null;
    }
    Duration longest = durations.stream().max(Duration::compareTo).orElseThrow();
    Duration least = TOLERANCE.dividedBy(MUCH_LONGER);
    return longest.compareTo(least) < 0 ? least : longest;
  }

  /** After the longest of the last intervals, and half as much again. */
  private static boolean isOver(Instant last, List<Duration> intervals, Instant now) {
    Duration longest = intervals.stream().max(Duration::compareTo).orElseThrow();
    Duration half = longest.dividedBy(2);
    return last.plus(longest).plus(half.compareTo(TOLERANCE) < 0 ? TOLERANCE : half).isBefore(now);
  }

  private static Duration middle(List<Duration> durations) {
    return durations.stream().sorted().toList().get(durations.size() / 2);
  }

  /** The verdict to show: {@code running}, or that of the last run. */
  String verdict() {
    return latest == null ? "never-ran" : running.isEmpty() ? latest.verdict() : "running";
  }

  /**
   * How bad it is, as a status of {@link NagiosLine}. A run that goes on does not make the last
   * failure good.
   */
  int severity() {
    if (latest == null) {
      return NagiosLine.UNKNOWN;
    }
    boolean cutOff = latest instanceof RunEntry.Unfinished;
    String last = lastEnded == null ? "" : lastEnded.outcome().verdict();
    if (cutOff || last.equals("failure") || hanging != null) {
      return NagiosLine.CRITICAL;
    }
    boolean isLate = isSlow || isOverdue;
    return isLate
            || last.equals("warning")
            || undelivered > 0
            || state.troubles().pingProblem() != null
        ? NagiosLine.WARNING
        : NagiosLine.OK;
  }
}
