package heartbeat.model;

import java.time.Duration;
import java.util.List;

/** What became of the attempt to deliver a notification. */
public sealed interface Delivery {
  /** What the server answered, or how the attempt failed: for people, without secrets. */
  String detail();

  /**
   * The server took it.
   *
   * @param toAll false when somebody it is for does not get it, now or ever; the detail names them
   * @param postponed those of them for whom the server did not take it now, but may later
   */
  record Delivered(String detail, boolean toAll, List<String> postponed) implements Delivery {
    public Delivered {
      postponed = List.copyOf(postponed);
    }

    /** The same, after another way had failed like this. */
    public Delivered after(String failure) {
      return new Delivered(detail + "; before that: " + failure, toAll, postponed);
    }

    /** Taken for all. */
    public Delivered(String detail) {
      this(detail, true, List.of());
    }

    /** Taken for some. */
    public Delivered(String detail, List<String> postponed) {
      this(detail, false, postponed);
    }
  }

  /**
   * It was not taken.
   *
   * @param permanent true when trying again can't help: a wrong URL, a rejected recipient
   * @param notBefore how long the server asks to be left alone; zero when it does not
   */
  record Undelivered(String detail, boolean permanent, Duration notBefore) implements Delivery {
    /** The server asked for no pause. */
    public Undelivered(String detail, boolean permanent) {
      this(detail, permanent, Duration.ZERO);
    }
  }
}
