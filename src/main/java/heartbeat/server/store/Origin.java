package heartbeat.server.store;

import java.util.Locale;

/** Where a check comes from. */
public enum Origin {
  /** The config file. */
  CONFIG,
  /**
   * The config file, but it does not name the check any more: heartbeat does not judge the check,
   * and deletes it after a day.
   */
  LEFT,
  /** A ping for an unknown slug: with {@code create=1}, or in Cronitor's protocol. */
  PING,
  /** The management API. */
  API,
  /** A person, on the pages. */
  PAGE;

  /** The name for users: {@code config}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
