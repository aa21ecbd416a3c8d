package heartbeat.check;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can happen to a check. */
public sealed interface Event {
  /**
   * A ping came.
   *
   * @param rid the run id; null when the ping had none
   */
  record Ping(Signal signal, @Nullable UUID rid) implements Event {}

  /**
   * A run ended that was skipped because another one was running: neither a success nor a failure.
   */
  record Skipped(@Nullable UUID rid) implements Event {}

  /** Time has passed; nothing else happened. */
  record Tick() implements Event {}

  /**
   * A person pauses the check.
   *
   * @param until when the pause ends, whatever pings come; null: the next ping ends it
   */
  record Pause(@Nullable Instant until) implements Event {
    /** A pause until the next ping. */
    public Pause() {
      this(null);
    }
  }

  /** A person acknowledges that the check is down: no more reminders. */
  record Acknowledge() implements Event {}

  /** A person takes the acknowledgement back: reminders go on. */
  record Unacknowledge() implements Event {}

  /** A person resumes the check: it starts again as a new one. */
  record Resume() implements Event {}

  /** The switch could not hear any ping in this time. */
  record Outage(Instant from, Instant to) implements Event {}

  /** A ping came at this time, but the switch could not store it. */
  record Refused(Instant at) implements Event {}
}
