package heartbeat.check;

/** What a ping means, as the switch recorded it. */
public enum Signal {
  /** A run has begun. */
  START,
  /** A run completed. */
  SUCCESS,
  /** A run failed. */
  FAILURE,
  /** A message for the log: it changes no state. */
  LOG,
  /** A run is still in progress: its deadline moves. */
  ALIVE,
  /** A ping that does not count: wrong method, no keyword, or the check is paused. */
  IGNORED
}
