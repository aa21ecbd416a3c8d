package heartbeat.check;

import java.util.Locale;

/** What is stored of a check; whether it is late is computed, see {@link DisplayStatus}. */
public enum Status {
  /** No run was heard of yet. */
  NEW,
  /** The last run was good, and the next is not overdue. */
  UP,
  /** A run failed, or is overdue. */
  DOWN,
  /** Nobody is told of anything. */
  PAUSED;

  /** The name for users: {@code up}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
