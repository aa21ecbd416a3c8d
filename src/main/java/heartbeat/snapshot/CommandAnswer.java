package heartbeat.snapshot;

/** What a command had to say. */
sealed interface CommandAnswer {
  /** It printed this and ended well, or with a complaint about a part of it. */
  record Text(String text) implements CommandAnswer {}

  /** The same, but only of what is on this machine: the rest did not answer in time. */
  record Partly(String text) implements CommandAnswer {}

  /** It did not answer in time. */
  record Late() implements CommandAnswer {}

  /** There is no such command here, or nothing for it to tell. */
  record Absent() implements CommandAnswer {}
}
