package heartbeat.check;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person's request that lasts until the check is up or until a time.
 *
 * @param pausedUntil when the pause ends by itself; null: the next ping ends it, or a person does
 * @param trouble why the check will be down after the pause; null: it will not be
 * @param acknowledged since when a person takes care of the problem: no reminders are sent
 */
public record Hold(
    @Nullable Instant pausedUntil, @Nullable Cause trouble, @Nullable Instant acknowledged) {
  /** No request. */
  public static final Hold NONE = new Hold(null, null, null);

  /** A pause with an end. */
  public static Hold pausedUntil(Instant end, @Nullable Cause trouble) {
    return new Hold(end, trouble, null);
  }

  /** A person takes care of the problem since {@code now}. */
  public static Hold acknowledged(Instant now) {
    return new Hold(null, null, now);
  }
}
