package heartbeat.server.store;

import java.util.Locale;

/** Where a check comes from. */
public enum Origin {
  /** The config file. */
  CONFIG,
  /** The config file, which does not name it any more: it is not judged, and soon deleted. */
  LEFT,
  /** A ping with {@code create=1}, or for a name nobody knew. */
  PING,
  /** The management API. */
  API,
  /** A person, on the page. */
  PAGE;

  /** The name for users: {@code config}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
