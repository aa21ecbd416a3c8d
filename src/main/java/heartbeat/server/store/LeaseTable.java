package heartbeat.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which switch may send on a channel. A switch renews its lease while it sends. Each new lease has
 * a higher token: a switch that has lost its lease without noticing can't mark an alert as sent.
 */
public final class LeaseTable {
  private final Session session;

  LeaseTable(Session session) {
    this.session = session;
  }

  /**
   * Takes the lease until {@code until} when it is free, expired or ours already. Returns its
   * token; null while another switch holds it.
   */
  @Nullable
  public Long claim(String channel, String node, Instant now, Instant until) throws SQLException {
    try (ResultSet row =
        session.query(
            "INSERT INTO leases (channel, node, until, token) VALUES (?, ?, ?, 1)"
                + " ON CONFLICT (channel) DO UPDATE SET node = excluded.node,"
                + " until = excluded.until, token = leases.token + 1"
                + " WHERE leases.until < ? OR leases.node = excluded.node RETURNING token",
            channel,
            node,
            until.toEpochMilli(),
            now.toEpochMilli())) {
      return row.next() ? row.getLong(1) : null;
    }
  }

  /** Ends our lease: a renewal that is still on its way does not bring it back. */
  public void end(String channel, long token) throws SQLException {
    session.update("UPDATE leases SET until = 0 WHERE channel = ? AND token = ?", channel, token);
  }

  /** Extends our lease to {@code until}; returns false when we have lost it or ended it. */
  public boolean renew(String channel, long token, Instant until) throws SQLException {
    return session.update(
            "UPDATE leases SET until = ? WHERE channel = ? AND token = ? AND until > 0",
            until.toEpochMilli(),
            channel,
            token)
        > 0;
  }
}
