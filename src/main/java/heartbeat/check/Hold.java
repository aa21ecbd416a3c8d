package heartbeat.check;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asked for until a check is well, or until a time.
 *
 * @param pausedUntil when a pause ends by itself; null: at the next ping, or when somebody resumes
 * @param trouble why it will be down when that pause ends, as far as is known; null: it is not
 * @param acknowledged since when somebody takes care of it: nobody is reminded
 */
public record Hold(
    @Nullable Instant pausedUntil, @Nullable Cause trouble, @Nullable Instant acknowledged) {
  /** Nobody asked for anything. */
  public static final Hold NONE = new Hold(null, null, null);

  /** A pause with an end. */
  public static Hold pausedUntil(Instant end, @Nullable Cause trouble) {
    return new Hold(end, trouble, null);
  }

  /** Somebody takes care of it. */
  public static Hold acknowledged(Instant now) {
    return new Hold(null, null, now);
  }
}
