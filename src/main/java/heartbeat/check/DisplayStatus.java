package heartbeat.check;

import java.util.Locale;

/** How a check looks at a moment: its status, with what the clock adds to it. */
public enum DisplayStatus {
  NEW,
  UP,
  /** Expected, not here yet, within its grace. */
  GRACE,
  DOWN,
  PAUSED;

  /** The name for users: {@code grace}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
