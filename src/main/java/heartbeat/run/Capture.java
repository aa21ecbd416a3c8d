package heartbeat.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What was read of a run, and how it ended.
 *
 * @param elapsed by the monotonic clock: right also when the wall clock stepped
 * @param lines lines begun, the last one without its newline included
 * @param tail the end of the output, up to 64 KiB, decoded leniently from UTF-8
 * @param leftOut bytes of the output that the log file does not hold
 * @param observation what the rules saw in the whole of it
 * @param oomKills processes that the kernel's OOM killer ended on this machine or in our control
 *     group while the run went on; 0 for none, -1 when it can't be told
 * @param notes what went wrong in capturing, for people: a log that could not be written, a closed
 *     standard output
 */
public record Capture(
    Instant started,
    Instant ended,
    Duration elapsed,
    long bytes,
    long lines,
    String tail,
    long leftOut,
    Ending ending,
    Observation observation,
    long oomKills,
    List<String> notes) {
  public Capture {
    notes = List.copyOf(notes);
  }

  /** The same without anything that the job wrote. */
  public Capture withoutText() {
    Observation silent =
        new Observation(
            observation.sight(),
            Finding.withoutText(observation.findings()),
            observation.markers(),
            null,
            "");
    return new Capture(
        started, ended, elapsed, bytes, lines, "", leftOut, ending, silent, oomKills, notes);
  }

  /** The same with another time of its end. */
  public Capture endedAt(Instant time) {
    return new Capture(
        started, time, elapsed, bytes, lines, tail, leftOut, ending, observation, oomKills, notes);
  }
}
