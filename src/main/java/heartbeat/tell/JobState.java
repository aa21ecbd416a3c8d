package heartbeat.tell;

import heartbeat.run.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What heartbeat remembers of a job between its runs, so that {@link Plan} knows what is new.
 * Skipped runs change nothing in it.
 *
 * @param last the last run that was not skipped, and those before it that ended alike
 * @param failing the runs in a row that were no success
 * @param alert what was mailed of them
 * @param troubles which troubles of its own heartbeat has told, so that it does not tell them again
 * @param switchAt the server that took the last ping, if it is a switch that reads whom we told
 * @param pausedUntil heartbeat sends nothing before this; {@link Instant#MAX} for an open end; null
 *     when the job is not paused
 */
public record JobState(
    Last last,
    Failing failing,
    Alerted alert,
    Troubles troubles,
    @Nullable String switchAt,
    @Nullable Instant pausedUntil) {

  /**
   * How the last run ended.
   *
   * @param verdict {@link Verdict#id}; null before the first run
   * @param reason its {@link Verdict#reason}
   * @param since when the first run in a row with this verdict and reason ended
   */
  public record Last(@Nullable String verdict, @Nullable String reason, @Nullable Instant since) {
    static final Last NONE = new Last(null, null, null);
  }

  /**
   * The runs in a row that were no success.
   *
   * @param since when the first of them ended; null while all is well
   * @param runs how many they are
   * @param run the id of the last of them, so that a run that hangs and then fails counts once
   */
  public record Failing(@Nullable Instant since, int runs, @Nullable String run) {
    static final Failing NONE = new Failing(null, 0, null);

    private Failing and(String next, Instant ended) {
      return new Failing(since == null ? ended : since, next.equals(run) ? runs : runs + 1, next);
    }
  }

  /**
   * The failure or warning that was mailed.
   *
   * @param key what the last such mail was about: verdict, reason, tasks
   * @param mailed when it was sent
   * @param suppressed how many later runs failed in the same way and were not mailed
   * @param recoveryDue whether a failure was mailed, and its recovery has not been
   * @param reached who has certainly got it, as pings name them
   */
  public record Alerted(
      @Nullable String key,
      @Nullable Instant mailed,
      int suppressed,
      boolean recoveryDue,
      List<String> reached) {
    static final Alerted NONE = new Alerted(null, null, 0, false, List.of());

    public Alerted {
      reached = List.copyOf(reached);
    }

    private Alerted andOneMore() {
      return new Alerted(key, mailed, suppressed + 1, recoveryDue, reached);
    }

    private Alerted reaching(List<String> more) {
      Set<String> all = new LinkedHashSet<>(reached);
      all.addAll(more);
      return new Alerted(key, mailed, suppressed, recoveryDue, List.copyOf(all));
    }
  }

  /**
   * Which troubles of its own heartbeat has told.
   *
   * @param pingProblem the server's refusal that has been mailed; null when pings are taken
   * @param configProblem the config's problems that have been mailed; null when it can be used
   * @param configMailed when they were
   * @param undelivered when standard error last told that something could not be delivered and
   *     waits; null before the first time
   */
  public record Troubles(
      @Nullable String pingProblem,
      @Nullable String configProblem,
      @Nullable Instant configMailed,
      @Nullable Instant undelivered) {
    static final Troubles NONE = new Troubles(null, null, null, null);
  }

  /** The state of a job that has never run. */
  public static final JobState EMPTY =
      new JobState(Last.NONE, Failing.NONE, Alerted.NONE, Troubles.NONE, null, null);

  /** Whether heartbeat sends nothing at this time. */
  public boolean isPausedAt(Instant now) {
    return pausedUntil != null && pausedUntil.isAfter(now);
  }

  /** The state with a new end of its pause; null: not paused. */
  public JobState withPausedUntil(@Nullable Instant until) {
    return new JobState(last, failing, alert, troubles, switchAt, until);
  }

  /** The state with this refusal as the one that was mailed; null once a ping was taken again. */
  public JobState withPingProblem(@Nullable String problem) {
    Troubles old = troubles;
    return with(new Troubles(problem, old.configProblem, old.configMailed, old.undelivered));
  }

  /** The state with these problems as mailed at this time; both null once the config is good. */
  public JobState withConfigProblem(@Nullable String problem, @Nullable Instant mailed) {
    return with(new Troubles(troubles.pingProblem, problem, mailed, troubles.undelivered));
  }

  /** The state after standard error told at this time that something waits undelivered. */
  public JobState withUndeliveredSaid(Instant said) {
    Troubles old = troubles;
    return with(new Troubles(old.pingProblem, old.configProblem, old.configMailed, said));
  }

  /** The state with this switch as what took the last ping; null: something else did. */
  public JobState withSwitchAt(@Nullable String origin) {
    return Objects.equals(origin, switchAt)
        ? this
        : new JobState(last, failing, alert, troubles, origin, pausedUntil);
  }

  private JobState with(Troubles next) {
    return new JobState(last, failing, alert, next, switchAt, pausedUntil);
  }

  private JobState with(Alerted next) {
    return new JobState(last, failing, next, troubles, switchAt, pausedUntil);
  }

  /**
   * Whether it was told within the cooldown, by a clock that was not set back since, that something
   * waits undelivered.
   */
  public boolean hasSaidUndelivered(Duration cooldown, Instant now) {
    Instant said = troubles.undelivered;
    return said != null && !said.isAfter(now) && now.isBefore(said.plus(cooldown));
  }

  /** The state after a run with this verdict, which ended then; alerts are another matter. */
  JobState after(Verdict now, String run, Instant ended) {
    boolean same = now.id().equals(last.verdict()) && Objects.equals(now.reason(), last.reason());
    Instant since = same && last.since() != null ? last.since() : ended;
    Last latest = new Last(now.id(), now.reason(), since);
    Failing row = now instanceof Verdict.Success ? failing : failing.and(run, ended);
    return new JobState(latest, row, alert, troubles, switchAt, pausedUntil);
  }

  /** The state after the last mail has reached nobody. */
  public JobState unalerted() {
    return with(new Alerted(null, null, 0, alert.recoveryDue(), List.of()));
  }

  /** The state after a mail about this. */
  JobState alerted(String key, Instant now) {
    return with(new Alerted(key, now, 0, true, List.of()));
  }

  /** The state after one more failure of the same kind, which was not mailed. */
  JobState counted() {
    return with(alert.andOneMore());
  }

  /** The state after these got the last mail, too. */
  JobState reaching(List<String> more) {
    boolean known = alert.key == null || alert.reached.containsAll(more);
    return known ? this : with(alert.reaching(more));
  }

  /** The state when the job is well, and those who were alerted know it. */
  JobState settled() {
    return new JobState(last, Failing.NONE, Alerted.NONE, troubles, switchAt, pausedUntil);
  }
}
