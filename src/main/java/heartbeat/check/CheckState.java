package heartbeat.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the switch remembers of a check between two events.
 *
 * @param since when the status last changed; null while the check is new
 * @param cause why it changed
 * @param lastPing when the last success or failure came
 * @param lastDuration of the last run; null when its start is not known
 * @param run the run that began last, if it has not ended
 * @param failures how many runs have failed in a row
 * @param remindAt when the next reminder is due
 * @param excused until when the switch may have missed pings; the next ping is expected as if one
 *     had come then
 * @param pings how many pings came, of any kind
 * @param others the other runs that matter
 * @param lateTold when people were told that the expected ping is late; null: they were not
 * @param hold a pause with an end, or an acknowledgement
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
   * @param started when its start ping came; of overlapping runs without an id, the last one
   * @param rid the run id of its start ping
   * @param first the first start since a run last ended. {@code finish-grace} counts from it, so
   *     that runs which begin every minute and never end are noticed
   * @param alive when its last alive ping came, or when the switch last extended its time
   */
  public record Run(Instant started, @Nullable UUID rid, Instant first, @Nullable Instant alive) {
    /** A run that has just begun. */
    public static Run begun(Instant started, @Nullable UUID rid) {
      return new Run(started, rid, started, null);
    }

    /** The same run with an alive ping at this time. */
    public Run heardAt(Instant time) {
      return new Run(started, rid, first, time);
    }

    /** When the run last sent a ping. */
    public Instant lastHeard() {
      return alive != null && alive.isAfter(started) ? alive : started;
    }
  }

  /**
   * The runs other than the one that began last.
   *
   * @param overlap whether a run of this check has begun while another one was running, as Moodle's
   *     do
   * @param overtaken runs with an id that have not ended although a later run has begun; the oldest
   *     first, {@link #MOST_OVERTAKEN} at most
   * @param bad the run that failed last, until a later run completes; when its start is not known,
   *     it counts as begun at the failure. {@code alive} is when its success ping came, if that was
   *     too fast; null when a failure ping came
   */
  public record Others(boolean overlap, List<Run> overtaken, @Nullable Run bad) {
    /** Nothing is known. */
    public static final Others NONE = new Others(false, List.of(), null);

    public Others {
      overtaken = List.copyOf(overtaken);
    }

    /** The same with another {@code bad} run. */
    Others after(@Nullable Run failed) {
      return new Others(overlap, overtaken, failed);
    }

    /** The same, as if all overtaken runs had sent an alive ping at this time. */
    Others heardAt(Instant time) {
      return new Others(overlap, overtaken.stream().map(one -> one.heardAt(time)).toList(), bad);
    }
  }

  /** The greatest number of overtaken runs that are remembered per check. */
  public static final int MOST_OVERTAKEN = 30;

  /** The same check, paused. */
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

  /** Whether only last ping, duration and number of pings differ from the earlier state. */
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

  /** The state of a check that has received no ping yet. */
  public static final CheckState NEW =
      new CheckState(
          Status.NEW, null, null, null, null, null, 0, null, null, 0, Others.NONE, null, Hold.NONE);
}
