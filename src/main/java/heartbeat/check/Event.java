package heartbeat.check;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can happen to a check. */
public sealed interface Event {
  /**
   * A ping came.
   *
   * @param rid the id of its run, when it gave one
   */
  record Ping(Signal signal, @Nullable UUID rid) implements Event {}

  /** A run ended that was told not to do its work: it is neither a success nor a failure. */
  record Skipped(@Nullable UUID rid) implements Event {}

  /** Nothing happened, but time went by. */
  record Tick() implements Event {}

  /**
   * Somebody pauses the check.
   *
   * @param until when the pause ends, whatever pings come; null: with the next ping
   */
  record Pause(@Nullable Instant until) implements Event {
    /** Until the next ping. */
    public Pause() {
      this(null);
    }
  }

  /** Somebody takes care of what is down. */
  record Acknowledge() implements Event {}

  /** Nobody takes care of it any more: people are reminded again. */
  record Unacknowledge() implements Event {}

  /** Somebody resumes it: it starts as if new. */
  record Resume() implements Event {}

  /** The switch itself heard nothing in this time. */
  record Outage(Instant from, Instant to) implements Event {}

  /** A ping came at this time, and the switch could not store it. */
  record Refused(Instant at) implements Event {}
}
