package heartbeat.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which switch sends on a channel. The lease is renewed while it sends; each new one has a higher
 * token, so that who has lost it without noticing can't mark anything as sent.
 */
public final class LeaseTable {
  private final Session session;

  LeaseTable(Session session) {
    this.session = session;
  }

  /** The token of the lease; null while another switch has it. */
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

  /** Whether the lease is still ours; then it is until this time. */
  public boolean renew(String channel, long token, Instant until) throws SQLException {
    return session.update(
            "UPDATE leases SET until = ? WHERE channel = ? AND token = ?",
            until.toEpochMilli(),
            channel,
            token)
        > 0;
  }
}
