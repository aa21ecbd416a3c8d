package heartbeat.check;

/** What a ping says, as the switch took it. */
public enum Signal {
  /** A run has begun. */
  START,
  /** A run completed. */
  SUCCESS,
  /** A run did not complete. */
  FAILURE,
  /** Something to note that changes no state. */
  LOG,
  /** The run that has begun is still going: its deadline moves. */
  ALIVE,
  /** It came, and was not meant to count: wrong method, no keyword, or the check is paused. */
  IGNORED
}
