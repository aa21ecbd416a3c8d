package heartbeat.notify;

import heartbeat.model.Delivery;
import java.time.Duration;

/**
 * The result of one request.
 *
 * @param again whether the next attempt, a little later, may well succeed
 * @param notBefore how long the server asked for no request; zero when it did not
 */
record Attempt(Delivery delivery, boolean again, Duration notBefore) {

  static Attempt delivered(String detail) {
    return new Attempt(new Delivery.Delivered(detail), false, Duration.ZERO);
  }

  /** Failed for now: a retry may help. */
  static Attempt temporary(String detail) {
    return temporary(detail, Duration.ZERO);
  }

  static Attempt temporary(String detail, Duration notBefore) {
    return new Attempt(new Delivery.Undelivered(detail, false, notBefore), true, notBefore);
  }

  /** Failed until somebody corrects something outside of this ping. */
  static Attempt untilFixed(String detail) {
    return new Attempt(new Delivery.Undelivered(detail, false), false, Duration.ZERO);
  }

  /** Failed permanently: heartbeat can never deliver this ping as it is. */
  static Attempt permanent(String detail) {
    return new Attempt(new Delivery.Undelivered(detail, true), false, Duration.ZERO);
  }
}
