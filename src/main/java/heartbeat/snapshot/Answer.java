package heartbeat.snapshot;

/** What a command had to say. */
sealed interface Answer {
  /** It printed this and ended well, or with a complaint about a part of it. */
  record Text(String text) implements Answer {}

  /** The same, but only of what is on this machine: the rest did not answer in time. */
  record Partly(String text) implements Answer {}

  /** It did not answer in time. */
  record Late() implements Answer {}

  /** There is no such command here, or nothing for it to tell. */
  record Absent() implements Answer {}
}
