package heartbeat.server;

import java.util.Locale;

/** Where a check comes from. */
enum Origin {
  /** The config file: gone when it is gone from there. */
  CONFIG,
  /** A ping with {@code create=1}, or for a name nobody knew. */
  PING,
  /** The management API. */
  API;

  /** The name for users: {@code config}. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
