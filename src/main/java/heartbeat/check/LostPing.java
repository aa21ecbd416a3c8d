package heartbeat.check;

import java.time.Duration;
import java.time.Instant;

/** Whether a ping may have been lost while the switch could not hear any. */
final class LostPing {
  /** An outage of the switch that is shorter than this loses no ping, because clients retry. */
  private static final Duration SHORT_OUTAGE = Duration.ofMinutes(1);

  /**
   * After an outage that is shorter than this, the switch does not excuse a ping of a check whose
   * next one is far away.
   */
  private static final Duration STALL = Duration.ofSeconds(20);

  /** When the next ping is due within this time, waiting for it costs little. */
  private static final Duration SOON = Duration.ofMinutes(10);

  private LostPing() {}

  /** Whether the switch only stalled for a moment. */
  static boolean isStall(Event.Outage outage) {
    return length(outage).compareTo(STALL) < 0;
  }

  /**
   * Whether a ping with this deadline may have come during the outage.
   *
   * @param excusedBefore whether the check still waits for the ping after an earlier outage
   */
  static boolean isPossible(
      Event.Outage outage, Deadline deadline, Schedule schedule, boolean excusedBefore) {
    Instant to = outage.to();
    if (!deadline.at().isAfter(outage.from())) {
      return false;
    }
    if (length(outage).compareTo(SHORT_OUTAGE) >= 0) {
      return !deadline.expected().isAfter(to);
    }
    if (excusedBefore) {
      return false; // a switch that stalls again and again must not excuse a dead job for ever
    }
    boolean soon = Duration.between(to, schedule.next(to)).compareTo(SOON) <= 0;
    return soon ? !deadline.expected().isAfter(to) : !isStall(outage) && !deadline.at().isAfter(to);
  }

  private static Duration length(Event.Outage outage) {
    return Duration.between(outage.from(), outage.to());
  }
}
