package heartbeat.tell;

import heartbeat.run.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a job between its runs, so that {@link Plan} can tell what is new. Plain
 * fields, so that the journal can keep them as they are. Runs that were skipped leave no trace.
 *
 * @param verdict {@link Verdict#id} of the last run that was not skipped; null before the first
 * @param reason its {@link Verdict#reason}
 * @param since when the first run in a row with this verdict and reason ended
 * @param failingSince when the first run in a row that was no success ended; null while all is well
 * @param failedRuns how many runs in a row were no success
 * @param failedRun the id of the last run among them, so that a run that hangs and then fails
 *     counts once
 * @param alertKey what the last failure or warning mail was about: verdict, reason, tasks
 * @param alertMailed when it was sent
 * @param suppressed how many more runs had the same to tell since, and were not mailed
 * @param recoveryDue whether a failure or warning was mailed that no recovery has answered yet
 * @param pingProblem the server's refusal that has been mailed; null when pings are taken
 * @param configProblem the config's problems that have been mailed; null when it can be used
 * @param configMailed when they were
 * @param undeliveredSaid when standard error last told that something could not be delivered and
 *     waits; null before the first time
 * @param pausedUntil nothing is sent before this; {@link Instant#MAX} for an open end; null: not
 *     paused
 */
public record JobState(
    @Nullable String verdict,
    @Nullable String reason,
    @Nullable Instant since,
    @Nullable Instant failingSince,
    int failedRuns,
    @Nullable String failedRun,
    @Nullable String alertKey,
    @Nullable Instant alertMailed,
    int suppressed,
    boolean recoveryDue,
    @Nullable String pingProblem,
    @Nullable String configProblem,
    @Nullable Instant configMailed,
    @Nullable Instant undeliveredSaid,
    @Nullable Instant pausedUntil) {

  /** The state of a job that has never run. */
  public static final JobState EMPTY =
      new JobState(
          null, null, null, null, 0, null, null, null, 0, false, null, null, null, null, null);

  /** Whether nothing is to be sent at this time. */
  public boolean isPausedAt(Instant now) {
    return pausedUntil != null && pausedUntil.isAfter(now);
  }

  /** The state with a new end of its pause; null: not paused. */
  public JobState withPausedUntil(@Nullable Instant until) {
    return new JobState(
        verdict,
        reason,
        since,
        failingSince,
        failedRuns,
        failedRun,
        alertKey,
        alertMailed,
        suppressed,
        recoveryDue,
        pingProblem,
        configProblem,
        configMailed,
        undeliveredSaid,
        until);
  }

  /** The state with this refusal as the one that was mailed; null once a ping was taken again. */
  public JobState withPingProblem(@Nullable String problem) {
    return new JobState(
        verdict,
        reason,
        since,
        failingSince,
        failedRuns,
        failedRun,
        alertKey,
        alertMailed,
        suppressed,
        recoveryDue,
        problem,
        configProblem,
        configMailed,
        undeliveredSaid,
        pausedUntil);
  }

  /** The state with these problems as mailed at this time; both null once the config is good. */
  public JobState withConfigProblem(@Nullable String problem, @Nullable Instant mailed) {
    return new JobState(
        verdict,
        reason,
        since,
        failingSince,
        failedRuns,
        failedRun,
        alertKey,
        alertMailed,
        suppressed,
        recoveryDue,
        pingProblem,
        problem,
        mailed,
        undeliveredSaid,
        pausedUntil);
  }

  /** The state after standard error told at this time that something waits undelivered. */
  public JobState withUndeliveredSaid(Instant said) {
    return new JobState(
        verdict,
        reason,
        since,
        failingSince,
        failedRuns,
        failedRun,
        alertKey,
        alertMailed,
        suppressed,
        recoveryDue,
        pingProblem,
        configProblem,
        configMailed,
        said,
        pausedUntil);
  }

  /**
   * Whether it was told within the cooldown, by a clock that was not set back since, that something
   * waits undelivered.
   */
  public boolean hasSaidUndelivered(Duration cooldown, Instant now) {
    return undeliveredSaid != null
        && !undeliveredSaid.isAfter(now)
        && now.isBefore(undeliveredSaid.plus(cooldown));
  }

  /** The state after a run with this verdict, which ended then; alerts are another matter. */
  JobState after(Verdict now, String run, Instant ended) {
    boolean same = now.id().equals(verdict) && Objects.equals(now.reason(), reason);
    boolean bad = !(now instanceof Verdict.Success);
    boolean counted = run.equals(failedRun);
    return new JobState(
        now.id(),
        now.reason(),
        same && since != null ? since : ended,
        bad && failingSince == null ? ended : failingSince,
        bad && !counted ? failedRuns + 1 : failedRuns,
        bad ? run : failedRun,
        alertKey,
        alertMailed,
        suppressed,
        recoveryDue,
        pingProblem,
        configProblem,
        configMailed,
        undeliveredSaid,
        pausedUntil);
  }

  /** The state when the last mail has reached nobody. */
  public JobState unalerted() {
    return alerts(failingSince, failedRuns, failedRun, null, null, 0, recoveryDue);
  }

  /** The state after a mail about this. */
  JobState alerted(String key, Instant now) {
    return alerts(failingSince, failedRuns, failedRun, key, now, 0, true);
  }

  /** The state after the same failure once more, which was not mailed. */
  JobState counted() {
    return alerts(
        failingSince, failedRuns, failedRun, alertKey, alertMailed, suppressed + 1, recoveryDue);
  }

  /** The state when all is well and everybody who should know does. */
  JobState settled() {
    return alerts(null, 0, null, null, null, 0, false);
  }

  private JobState alerts(
      @Nullable Instant failing,
      int failed,
      @Nullable String lastFailed,
      @Nullable String key,
      @Nullable Instant mailed,
      int more,
      boolean due) {
    return new JobState(
        verdict,
        reason,
        since,
        failing,
        failed,
        lastFailed,
        key,
        mailed,
        more,
        due,
        pingProblem,
        configProblem,
        configMailed,
        undeliveredSaid,
        pausedUntil);
  }
}
