package heartbeat.check;

import java.util.Locale;

/** The stored status of a check. Whether a ping is late is computed; see {@link DisplayStatus}. */
public enum Status {
  /** No ping has come yet. */
  NEW,
  /** The last run completed, and the next ping is not overdue. */
  UP,
  /** A run failed, or a ping is overdue. */
  DOWN,
  /** The check is not judged, and no alerts are made. */
  PAUSED;

  /** The name for users: {@code up}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
