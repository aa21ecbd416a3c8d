package heartbeat.model;

import java.util.List;

/** What became of the attempt to deliver a notification. */
public sealed interface Delivery {
  /** What the server answered, or how the attempt failed: for people, without secrets. */
  String detail();

  /**
   * The server took it.
   *
   * @param postponed the recipients for whom it did not take it now, but may later
   */
  record Delivered(String detail, List<String> postponed) implements Delivery {
    public Delivered {
      postponed = List.copyOf(postponed);
    }

    /** Taken for all, or refused for good. */
    public Delivered(String detail) {
      this(detail, List.of());
    }
  }

  /**
   * It was not taken.
   *
   * @param permanent true when trying again can't help: a wrong URL, a rejected recipient
   */
  record Undelivered(String detail, boolean permanent) implements Delivery {}
}
