package heartbeat.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that is remembered of a check between two events.
 *
 * @param since when the status became what it is; null while it is new
 * @param cause why it did
 * @param lastPing the last success or failure
 * @param lastDuration of the last run, when its start is known
 * @param run the run that has begun and not ended
 * @param failures failed runs in a row
 * @param remindAt when the next reminder is due
 * @param excused no ping could be heard until then, so the next one is expected as if one had come
 * @param pings how many were received, of any kind
 * @param others what is known of runs beside the one that began last
 * @param lateTold when people were told that the expected ping is late; null: they were not
 * @param hold what somebody asked for
 */
public record CheckState(
    Status status,
    @Nullable Instant since,
    @Nullable Cause cause,
    @Nullable Instant lastPing,
    @Nullable Duration lastDuration,
    @Nullable Run run,
    int failures,
    @Nullable Instant remindAt,
    @Nullable Instant excused,
    long pings,
    Others others,
    @Nullable Instant lateTold,
    Hold hold) {

  /**
   * A run that has begun.
   *
   * @param started when its start ping came: the last one, when several runs overlap
   * @param rid the id it gave
   * @param first the first start since a run last ended: what {@code finish-grace} counts from, so
   *     that runs which begin every minute and never end are noticed
   * @param alive when it last said that it is alive, or the switch gave it another chance
   */
  public record Run(Instant started, @Nullable UUID rid, Instant first, @Nullable Instant alive) {
    /** A run that has just begun. */
    public static Run begun(Instant started, @Nullable UUID rid) {
      return new Run(started, rid, started, null);
    }

    /** The same run, heard of at this time. */
    public Run heardAt(Instant time) {
      return new Run(started, rid, first, time);
    }

    /** When it was last heard of. */
    public Instant lastHeard() {
      return alive != null && alive.isAfter(started) ? alive : started;
    }
  }

  /**
   * What is known of runs beside the one that began last.
   *
   * @param overlap whether runs of this check begin while others go on, as Moodle's do: one did
   * @param overtaken runs with an id that have not ended although a later one has begun; the oldest
   *     first, {@link #MOST_OVERTAKEN} at most
   * @param bad the run that failed last, until a run that began after it completes; it began when
   *     it failed, where its start is not known
   */
  public record Others(boolean overlap, List<Run> overtaken, @Nullable Run bad) {
    /** Nothing is known. */
    public static final Others NONE = new Others(false, List.of(), null);

    public Others {
      overtaken = List.copyOf(overtaken);
    }

    /** The same with another bad run. */
    Others after(@Nullable Run failed) {
      return new Others(overlap, overtaken, failed);
    }

    /** The same; all runs that go on count as heard at this time. */
    Others heardAt(Instant time) {
      return new Others(overlap, overtaken.stream().map(one -> one.heardAt(time)).toList(), bad);
    }
  }

  /** The switch keeps so many overtaken runs of a check, not more. */
  public static final int MOST_OVERTAKEN = 30;

  /** The same check, paused: nobody judges it. */
  public CheckState paused() {
    return new CheckState(
        Status.PAUSED,
        since,
        Cause.PAUSED,
        lastPing,
        lastDuration,
        null,
        failures,
        null,
        excused,
        pings,
        others,
        null,
        hold);
  }

  /** Whether only the last ping, the duration and the count differ from an earlier state. */
  public boolean isMerelyLater(CheckState earlier) {
    return status == earlier.status
        && failures == earlier.failures
        && Objects.equals(since, earlier.since)
        && cause == earlier.cause
        && Objects.equals(run, earlier.run)
        && Objects.equals(remindAt, earlier.remindAt)
        && Objects.equals(excused, earlier.excused)
        && Objects.equals(lateTold, earlier.lateTold)
        && others.equals(earlier.others)
        && hold.equals(earlier.hold);
  }

  /** A check that has never pinged. */
  public static final CheckState NEW =
      new CheckState(
          Status.NEW, null, null, null, null, null, 0, null, null, 0, Others.NONE, null, Hold.NONE);
}
