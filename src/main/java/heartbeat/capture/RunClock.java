package heartbeat.capture;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What time it is: the wall clock for when a run began and ended, the monotonic clock for how long
 * it took, because the wall clock may step while a run goes on.
 */
public record RunClock(InstantSource wall, LongSupplier monotonic) {
  /** The machine's clocks. */
  public static final RunClock SYSTEM = new RunClock(InstantSource.system(), System::nanoTime);

  /** The wall clock. */
  public Instant now() {
    return wall.instant();
  }

  /** Nanoseconds since some fixed point; only differences mean something. */
  public long nanoTime() {
    return monotonic.getAsLong();
  }
}
