package heartbeat.run;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a run is judged by.
 *
 * @param minDuration a run that completes faster is a failure; null for no such rule
 */
public record Rules(
    Preset preset,
    List<Marker> success,
    List<Marker> failure,
    List<Marker> warning,
    List<Marker> skip,
    FailedTasks failedTasks,
    @Nullable Duration minDuration) {

  /** What the failed tasks of a run that completed make of it. */
  public enum FailedTasks {
    WARN,
    FAIL,
    IGNORE
  }

  /** The rules of a job that says nothing about them. */
  public static final Rules DEFAULT =
      new Rules(Preset.AUTO, List.of(), List.of(), List.of(), List.of(), FailedTasks.WARN, null);

  /** By which Moodle and Totara say that a cron run completed. */
  public static final List<Marker> EITHER_MOODLE_MARKER =
      List.of(
          new Marker.Substring("Cron run completed correctly"),
          new Marker.Substring("Cron script completed correctly"));

  /**
   * Where nobody knows the rules, because the config that may hold them can't be used: a run must
   * say that it completed, also one whose exit status is 0. That alone could be a false all-clear.
   */
  public static final Rules UNKNOWN =
      new Rules(
          Preset.AUTO,
          EITHER_MOODLE_MARKER,
          List.of(),
          List.of(),
          List.of(),
          FailedTasks.WARN,
          null);

  public Rules {
    success = List.copyOf(success);
    failure = List.copyOf(failure);
    warning = List.copyOf(warning);
    skip = List.copyOf(skip);
  }
}
