package heartbeat.server.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock of the database's machine: this machine's clock plus an offset, which a write measures
 * again when it is older than 10 seconds. A change of the offset that is smaller than the duration
 * of the measurement is ignored.
 */
final class DatabaseClock {
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final InstantSource system = InstantSource.system();
  private long measured = System.nanoTime() - FRESH.toNanos() - 1;
  private volatile Duration offset = Duration.ZERO;

  /** Converts a time of this machine's clock to the database's clock. */
  Instant correct(Instant local) {
    return local.plus(offset);
  }

  /** Whether it is time to measure again. */
  boolean isStale() {
    return System.nanoTime() - measured > FRESH.toNanos();
  }

  /** Asks the database for its time. */
  void measure(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      Instant before = system.instant();
      long begun = System.nanoTime();
      try (ResultSet row =
          statement.executeQuery(
              "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)")) {
        row.next();
        long took = System.nanoTime() - begun;
        long micros = row.getLong(1);
        Instant theirs = Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
        Instant ours = before.plusNanos(took / 2);
        offset = better(offset, Duration.between(ours, theirs), Duration.ofNanos(took));
        measured = System.nanoTime();
      }
    }
  }

  /**
   * The new offset if it differs from the old one by more than the measurement took; else the old
   * one.
   */
  static Duration better(Duration old, Duration measured, Duration took) {
    return measured.minus(old).abs().compareTo(took) <= 0 ? old : measured;
  }
}
