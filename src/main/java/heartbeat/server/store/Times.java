package heartbeat.server.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times as the database holds them: milliseconds since 1970, in UTC. */
public final class Times {
  private Times() {}

  public static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }

  static @Nullable Instant instant(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}
