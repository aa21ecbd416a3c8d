package heartbeat.model;

import java.time.Duration;
import java.util.List;

/** The result of an attempt to deliver a notification. */
public sealed interface Delivery {
  /** What the server answered, or how the attempt failed: for people, without secrets. */
  String detail();

  /**
   * The server took it.
   *
   * @param toAll false when a recipient does not get it, now or ever; the detail names them
   * @param postponed the recipients for whom the server may take it later
   */
  record Delivered(String detail, boolean toAll, List<String> postponed) implements Delivery {
    public Delivered {
      postponed = List.copyOf(postponed);
    }

    /** The same, after another transport has failed with these words. */
    public Delivered after(String failure) {
      return new Delivered(detail + "; before that: " + failure, toAll, postponed);
    }

    /** The server took it for all recipients. */
    public Delivered(String detail) {
      this(detail, true, List.of());
    }

    /** The server took it for some recipients. */
    public Delivered(String detail, List<String> postponed) {
      this(detail, false, postponed);
    }
  }

  /**
   * The server did not take it.
   *
   * @param permanent true when a retry can't help: a wrong URL, a rejected recipient
   * @param notBefore how long the server asks for no request; zero when it does not
   */
  record Undelivered(String detail, boolean permanent, Duration notBefore) implements Delivery {
    /** The server asked for no pause. */
    public Undelivered(String detail, boolean permanent) {
      this(detail, permanent, Duration.ZERO);
    }
  }
}
