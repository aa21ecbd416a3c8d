package heartbeat.model;

/** What a ping says. */
public enum PingKind {
  /** The run has begun. */
  START,
  /** The run completed. */
  SUCCESS,
  /** The run did not complete. */
  FAILURE,
  /** Something to note that changes no state. */
  LOG
}
