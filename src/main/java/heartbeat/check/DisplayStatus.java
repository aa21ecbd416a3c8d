package heartbeat.check;

import java.util.Locale;

/** The status of a check as people see it: the stored status and what follows from the time. */
public enum DisplayStatus {
  NEW,
  UP,
  /** The ping is overdue, but still within its grace. */
  GRACE,
  DOWN,
  PAUSED;

  /** The name for users: {@code grace}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
