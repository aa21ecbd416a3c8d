package heartbeat.capture;

import heartbeat.run.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides when to report a run that hangs: once for its duration and once for its silence. Knows no
 * clock: the caller passes the elapsed time, in nanoseconds.
 */
final class HangWatch {
  /** In nanoseconds: so long that nobody waits for it, so short that sums do not overflow. */
  static final long NEVER = Long.MAX_VALUE / 4;

  private boolean saidLong;
  private boolean saidSilent;

  /** In nanoseconds; {@link #NEVER} for null, or for what is longer than that. */
  static long nanos(@Nullable Duration duration) {
    if (duration == null || duration.toSeconds() >= NEVER / 1_000_000_000L) {
      return NEVER;
    }
    return duration.toNanos();
  }

  /** The limits that have been passed since the last call. */
  List<Reason> due(long elapsed, long maxElapsed, long silent, long maxSilence) {
    List<Reason> due = new ArrayList<>(2);
    if (!saidLong && elapsed >= maxElapsed) {
      saidLong = true;
      due.add(Reason.TIME_LIMIT);
    }
    if (!saidSilent && silent >= maxSilence) {
      saidSilent = true;
      due.add(Reason.SILENCE);
    }
    return due;
  }

  /** In how many nanoseconds a limit can be passed at the earliest. */
  long next(long elapsed, long maxElapsed, long silent, long maxSilence) {
    long byTime = saidLong ? NEVER : maxElapsed - elapsed;
    long bySilence = saidSilent ? NEVER : maxSilence - silent;
    return Math.min(byTime, bySilence);
  }
}
