package heartbeat.server.store;

import com.google.gson.JsonParser;
import heartbeat.server.alert.Message;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The alerts, as they are added and sent. The transaction that stores a flip stores its alerts too;
 * an alert is marked as done once it was sent. When the switch crashes between sending and marking,
 * it sends the alert again. {@link PendingAlerts}, {@link HeldAlerts} and {@link AlertOverview} are
 * of the same table.
 */
public final class AlertTable {
  /** The longest wait for the next try of an alert. */
  public static final Duration LONGEST_RETRY = Duration.ofMinutes(10);

  private static final String NOT_HELD = " AND (held IS NULL OR held <> 'DOWN')";

  private final Session session;

  AlertTable(Session session) {
    this.session = session;
  }

  /**
   * An alert that heartbeat still has to send.
   *
   * @param channel the key of its channel in the config
   * @param attempts how many attempts have failed so far
   */
  public record Open(long id, String channel, Message message, Instant created, int attempts) {}

  /** Adds an alert. It is not sent before {@code due}. */
  public void add(@Nullable Long check, String channel, Message message, Instant now, Instant due)
      throws SQLException {
    session.later(
        "INSERT INTO alerts (check_id, channel, message, created, due, attempts, next_try, outcome)"
            + " VALUES (?, ?, ?, ?, ?, 0, ?, '')",
        check,
        channel,
        message.json().toString(),
        now.toEpochMilli(),
        due.toEpochMilli(),
        due.toEpochMilli());
  }

  /**
   * The oldest due alert of each channel, if its next attempt may start now. A channel keeps its
   * order, so the alerts behind it wait.
   */
  public List<Open> heads(Instant now) throws SQLException {
    List<Open> heads = new ArrayList<>();
    try (ResultSet row =
        session.query(
            "SELECT id, channel, message, created, attempts FROM alerts WHERE id IN (SELECT min(id)"
                + " FROM alerts WHERE done_at IS NULL AND due <= ?"
                + NOT_HELD
                + " GROUP BY channel)"
                + " AND next_try <= ? ORDER BY id",
            now.toEpochMilli(),
            now.toEpochMilli())) {
      while (row.next()) {
        heads.add(open(row));
      }
    }
    return heads;
  }

  /** The oldest due alert of this channel, if its next attempt may start now. */
  public Optional<Open> head(String channel, Instant now) throws SQLException {
    try (ResultSet row =
        session.query(
            "SELECT id, channel, message, created, attempts, next_try FROM alerts"
                + " WHERE done_at IS NULL AND channel = ? AND due <= ?"
                + NOT_HELD
                + " ORDER BY id LIMIT 1",
            channel,
            now.toEpochMilli())) {
      boolean come = row.next() && row.getLong(6) <= now.toEpochMilli();
      return come ? Optional.of(open(row)) : Optional.empty();
    }
  }

  /**
   * The alerts of a channel that are due now or within {@code gather}, in order; {@code most} at
   * most. An alert that is held back until a time may still be withdrawn, so it is included only
   * once it is due.
   */
  public List<Open> together(String channel, Instant now, Duration gather, int most)
      throws SQLException {
    List<Open> all = new ArrayList<>();
    try (ResultSet row =
        session.query(
            "SELECT id, channel, message, created, attempts FROM alerts"
                + " WHERE done_at IS NULL AND channel = ? AND due <= ?"
                + " AND (held IS NULL OR (held <> 'DOWN' AND due <= ?)) ORDER BY id LIMIT ?",
            channel,
            now.plus(gather).toEpochMilli(),
            now.toEpochMilli(),
            most)) {
      while (row.next()) {
        all.add(open(row));
      }
    }
    return all;
  }

  private static Open open(ResultSet row) throws SQLException {
    return new Open(
        row.getLong(1),
        row.getString(2),
        message(row.getString(3), Instant.ofEpochMilli(row.getLong(4))),
        Instant.ofEpochMilli(row.getLong(4)),
        row.getInt(5));
  }

  /**
   * A damaged alert becomes a notice: it must not block the alerts behind it, nor disappear
   * silently.
   */
  static Message message(String text, Instant at) {
    try {
      return Message.of(JsonParser.parseString(text).getAsJsonObject());
    } catch (RuntimeException damaged) {
      String note = "What it said can't be read from the database any more: look at all checks";
      return Message.notice("damaged", at, null, note + ".");
    }
  }

  /** The next time at which an alert may have to be sent; empty when no alert waits. */
  public Optional<Instant> next(Instant now) throws SQLException {
    try (ResultSet row =
        session.query(
            "SELECT min(CASE WHEN due > ? THEN due ELSE next_try END) FROM alerts WHERE id IN"
                + " (SELECT min(id) FROM alerts WHERE done_at IS NULL AND due <= ?"
                + NOT_HELD
                + " GROUP BY channel) OR (done_at IS NULL AND due > ?"
                + NOT_HELD
                + ")",
            now.toEpochMilli(),
            now.toEpochMilli(),
            now.toEpochMilli())) {
      return row.next()
          ? Optional.ofNullable(Times.instant(Session.nullableLong(row, 1)))
          : Optional.empty();
    }
  }

  public void sent(long id, Instant now) throws SQLException {
    gaveUp(id, now, "");
  }

  public void gaveUp(long id, Instant now, String why) throws SQLException {
    session.update(
        "UPDATE alerts SET done_at = ?, outcome = ? WHERE id = ?", now.toEpochMilli(), why, id);
  }

  /** Notes a failed attempt and when heartbeat retries; {@code why} is the channel's answer. */
  public void failed(long id, Instant nextTry, String why) throws SQLException {
    session.update(
        "UPDATE alerts SET attempts = attempts + 1, next_try = ?, outcome = ? WHERE id = ?",
        nextTry.toEpochMilli(),
        why,
        id);
  }

  /**
   * Makes all waiting alerts ready for a retry now: after a restart, the reason of the failures may
   * be gone.
   */
  public void tryAllNow() throws SQLException {
    session.update("UPDATE alerts SET next_try = due WHERE done_at IS NULL");
  }

  /**
   * Corrects alerts after the clock was set back. An alert that was created in the future is
   * created now, with the same delay; no retry is later than {@link #LONGEST_RETRY} from now.
   */
  public void notAfter(Instant now) throws SQLException {
    long time = now.toEpochMilli();
    session.update(
        "UPDATE alerts SET due = due - (created - ?), next_try = next_try - (created - ?),"
            + " created = ? WHERE done_at IS NULL AND created > ?",
        time,
        time,
        time,
        time);
    session.update(
        "UPDATE alerts SET next_try = ? WHERE done_at IS NULL AND due <= ? AND next_try > ?",
        time,
        time,
        time + LONGEST_RETRY.toMillis());
  }

  public void removeDoneBefore(Instant time) throws SQLException {
    session.update("DELETE FROM alerts WHERE done_at < ?", time.toEpochMilli());
  }
}
