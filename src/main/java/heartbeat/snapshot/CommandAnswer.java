package heartbeat.snapshot;

/** The answer of a command. */
sealed interface CommandAnswer {
  /** It printed this, and succeeded or complained about a part. */
  record Text(String text) implements CommandAnswer {}

  /** The same, but only for this machine's own disks: the others did not answer in time. */
  record Partly(String text) implements CommandAnswer {}

  /** It did not answer in time. */
  record Late() implements CommandAnswer {}

  /** There is no such command here, or it printed nothing. */
  record Absent() implements CommandAnswer {}
}
