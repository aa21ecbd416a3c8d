package heartbeat.model;

/** What became of the attempt to deliver a notification. */
public sealed interface Delivery {
  /** What the server answered, or how the attempt failed: for people, without secrets. */
  String detail();

  /** The server took it. */
  record Delivered(String detail) implements Delivery {}

  /**
   * It was not taken.
   *
   * @param permanent true when trying again can't help: a wrong URL, a rejected recipient
   */
  record Undelivered(String detail, boolean permanent) implements Delivery {}
}
