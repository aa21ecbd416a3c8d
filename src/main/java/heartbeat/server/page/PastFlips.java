package heartbeat.server.page;

import heartbeat.check.Flip;
import heartbeat.check.StatusHistory;
import heartbeat.server.store.Session;
import heartbeat.server.store.StoredCheck;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Reads the history of a check from the store. */
final class PastFlips {
  /** How many flips it reads at most: when a check flaps, the newest ones are enough. */
  private static final int MOST = 5_000;

  private PastFlips() {}

  /** The check's history between these times; it begins later when there are too many flips. */
  static StatusHistory of(Session session, StoredCheck stored, Instant from, Instant now)
      throws SQLException {
    List<Flip> flips = session.flips().between(stored.id(), from, now.plusMillis(1), MOST);
    Instant known = flips.size() < MOST ? from : flips.getLast().at();
    return StatusHistory.of(flips, stored.state(), known, now);
  }
}
