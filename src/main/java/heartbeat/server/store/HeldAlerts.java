package heartbeat.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The alerts that are held back because of a check that their own check depends on. */
public final class HeldAlerts {
  private final Session session;

  HeldAlerts(Session session) {
    this.session = session;
  }

  /** Why an alert is held back: the state of a check that its own check depends on (a parent). */
  public enum Held {
    /** A parent is down. The alert waits until it is released. */
    DOWN,
    /** A parent is overdue. The alert waits until its due time. */
    OVERDUE,
    /**
     * A parent has recovered, and the check itself may recover soon. The alert waits until its due
     * time.
     */
    SETTLING
  }

  /**
   * An alert that is held back, or that may have to be held back.
   *
   * @param down true for a "down" alert; false for a reminder or a "late" alert
   */
  public record Holdable(
      long id, long check, boolean down, Instant created, Instant due, @Nullable Held held) {}

  /**
   * The alerts that are held back. With {@code all}, also the down, reminder and late alerts that
   * are due by {@code until}.
   */
  public List<Holdable> holdable(Instant until, boolean all) throws SQLException {
    List<Holdable> found = new ArrayList<>();
    try (ResultSet row =
        session.query(
            "SELECT id, check_id, substr(message, 1, 30), created, due, held FROM alerts"
                + " WHERE done_at IS NULL AND check_id IS NOT NULL"
                + " AND (held IS NOT NULL OR (due <= ?"
                + " AND (message LIKE '{\"kind\":\"down\",%'"
                + " OR message LIKE '{\"kind\":\"reminder\",%'"
                + " OR message LIKE '{\"kind\":\"late\",%'))) ORDER BY id",
            all ? until.toEpochMilli() : -1L)) {
      while (row.next()) {
        String held = row.getString(6);
        found.add(
            new Holdable(
                row.getLong(1),
                row.getLong(2),
                row.getString(3).startsWith("{\"kind\":\"down\","),
                Instant.ofEpochMilli(row.getLong(4)),
                Instant.ofEpochMilli(row.getLong(5)),
                held == null ? null : Held.valueOf(held)));
      }
    }
    return found;
  }

  /** Holds an alert back, without an end, until {@link #release} is called. */
  public void hold(long id) throws SQLException {
    session.update("UPDATE alerts SET held = ? WHERE id = ?", Held.DOWN.name(), id);
  }

  /** Holds an alert back until {@code due}, and sets the time at which it was created. */
  public void holdUntil(long id, Held why, Instant created, Instant due) throws SQLException {
    session.update(
        "UPDATE alerts SET held = ?, created = ?, due = ?, next_try = ? WHERE id = ?",
        why.name(),
        created.toEpochMilli(),
        due.toEpochMilli(),
        due.toEpochMilli(),
        id);
  }

  /** Releases an alert that was held back: it is due now. */
  public void release(long id, Instant now) throws SQLException {
    session.update(
        "UPDATE alerts SET held = NULL, due = ?, next_try = ? WHERE id = ?",
        now.toEpochMilli(),
        now.toEpochMilli(),
        id);
  }

  /** Deletes an alert that was not sent yet. */
  public void drop(long id) throws SQLException {
    session.update("DELETE FROM alerts WHERE id = ? AND done_at IS NULL", id);
  }
}
