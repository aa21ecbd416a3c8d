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
 * The alerts. The transaction that stores a flip stores its alerts too; an alert is marked as done
 * once it was sent. When the switch crashes between sending and marking, it sends the alert again.
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

  /**
   * An alert that was sent or given up.
   *
   * @param outcome empty when it was sent; else why it was given up
   */
  public record Done(String channel, Message message, Instant at, String outcome) {}

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
  private static Message message(String text, Instant at) {
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

  /** Deletes the alerts of a check on a channel that are not due yet; returns how many. */
  public int withdraw(long check, String channel, Instant now) throws SQLException {
    return session.update(
        "DELETE FROM alerts WHERE check_id = ? AND channel = ? AND done_at IS NULL AND due > ?",
        check,
        channel,
        now.toEpochMilli());
  }

  /**
   * Deletes the alerts of a check on a channel that were made at or after {@code since} and are
   * held back or not due yet.
   */
  public void withdrawMadeSince(long check, String channel, Instant since, Instant now)
      throws SQLException {
    session.update(
        "DELETE FROM alerts WHERE check_id = ? AND channel = ? AND done_at IS NULL"
            + " AND (held IS NOT NULL OR due > ?) AND created >= ?",
        check,
        channel,
        now.toEpochMilli(),
        since.toEpochMilli());
  }

  /**
   * Deletes the "late" alerts of a check on a channel that are held back or not due yet; returns
   * how many.
   */
  public int withdrawLate(long check, String channel, Instant now) throws SQLException {
    return session.update(
        "DELETE FROM alerts WHERE check_id = ? AND channel = ? AND done_at IS NULL AND (held IS NOT NULL OR due > ?)"
            + " AND message LIKE '{\"kind\":\"late\",%'",
        check, channel, now.toEpochMilli());
  }

  /** Makes the alerts due now that wait for the end of this maintenance. */
  public void maintenanceEnded(Instant from, Instant until, Instant now) throws SQLException {
    session.update(
        "UPDATE alerts SET due = ?, next_try = ? WHERE done_at IS NULL AND created >= ?"
            + " AND due >= ? AND due < ?",
        now.toEpochMilli(),
        now.toEpochMilli(),
        from.toEpochMilli(),
        until.toEpochMilli(),
        until.plus(LONGEST_RETRY).toEpochMilli());
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
  public void hold(long id, Held why, Instant created, Instant due) throws SQLException {
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

  /** Deletes the alerts of a check on a channel that are held back; returns how many. */
  public int withdrawHeld(long check, String channel, Instant now) throws SQLException {
    return session.update(
        "DELETE FROM alerts WHERE check_id = ? AND channel = ? AND done_at IS NULL"
            + " AND (held = 'DOWN' OR (held IS NOT NULL AND due > ?))",
        check,
        channel,
        now.toEpochMilli());
  }

  /** Whether an alert of this check on this channel is not due yet. */
  public boolean waits(long check, String channel, Instant now) throws SQLException {
    try (ResultSet row =
        session.query(
            "SELECT count(*) FROM alerts WHERE check_id = ? AND channel = ? AND done_at IS NULL"
                + " AND due > ?",
            check,
            channel,
            now.toEpochMilli())) {
      return row.next() && row.getInt(1) > 0;
    }
  }

  /**
   * Whether the newest alert of this check on this channel says that the check is down. Alerts that
   * were not sent yet count too.
   */
  public boolean toldDown(long check, String channel) throws SQLException {
    try (ResultSet row =
        session.query(
            "SELECT message, created FROM alerts WHERE check_id = ? AND channel = ?"
                + " ORDER BY id DESC LIMIT 20",
            check,
            channel)) {
      while (row.next()) {
        switch (message(row.getString(1), Instant.ofEpochMilli(row.getLong(2))).kind()) {
          case "down", "reminder" -> {
            return true;
          }
          case "recovered" -> {
            return false;
          }
          default -> {} // says neither up nor down
        }
      }
    }
    return false;
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

  /** The number of the newest alert; 0 when there is none. */
  public long newest() throws SQLException {
    try (ResultSet row = session.query("SELECT max(id) FROM alerts")) {
      return row.next() ? row.getLong(1) : 0;
    }
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

  /**
   * A channel that can't deliver alerts.
   *
   * @param alerts how many alerts failed so far and wait for a retry; 0: heartbeat gave up the last
   *     one
   * @param attempts of the alert with the most attempts
   * @param why the channel's last answer
   */
  public record Stuck(String channel, int alerts, int attempts, String why) {
    /** One line, without the channel's answer. */
    public String summary() {
      if (alerts == 0) {
        return "the last alert to " + channel + " was given up";
      }
      String many = alerts == 1 ? "1 alert" : alerts + " alerts";
      return many + " can't be delivered to " + channel;
    }
  }

  /**
   * An alert that is waiting to be sent.
   *
   * @param due when it may be sent; quiet hours, for example, move it
   * @param attempts how many attempts have failed so far
   * @param why the channel's last answer; empty when there was no attempt yet
   */
  public record Waiting(
      String channel, Message message, Instant due, int attempts, Instant nextTry, String why) {}

  /** The waiting alerts of a check, the newest first. */
  public List<Waiting> waiting(long check, int most) throws SQLException {
    List<Waiting> all = new ArrayList<>();
    try (ResultSet row =
        session.query(
            "SELECT channel, message, created, due, attempts, next_try, outcome FROM alerts"
                + " WHERE check_id = ? AND done_at IS NULL ORDER BY id DESC LIMIT ?",
            check,
            most)) {
      while (row.next()) {
        all.add(
            new Waiting(
                row.getString(1),
                message(row.getString(2), Instant.ofEpochMilli(row.getLong(3))),
                Instant.ofEpochMilli(row.getLong(4)),
                row.getInt(5),
                Instant.ofEpochMilli(row.getLong(6)),
                row.getString(7)));
      }
    }
    return all;
  }

  /**
   * The channels that have failed alerts waiting, and those whose last alert heartbeat gave up at
   * or after {@code since}.
   */
  public List<Stuck> stuck(Instant since) throws SQLException {
    List<Stuck> stuck = new ArrayList<>();
    try (ResultSet row =
        session.query(
            "SELECT channel, count(*), max(attempts), max(outcome) FROM alerts"
                + " WHERE done_at IS NULL AND attempts > 0 GROUP BY channel ORDER BY channel")) {
      while (row.next()) {
        stuck.add(new Stuck(row.getString(1), row.getInt(2), row.getInt(3), row.getString(4)));
      }
    }
    try (ResultSet row =
        session.query(
            "SELECT channel, attempts, outcome FROM alerts WHERE outcome <> '' AND id IN"
                + " (SELECT max(id) FROM alerts WHERE done_at >= ? GROUP BY channel)",
            since.toEpochMilli())) {
      while (row.next()) {
        String channel = row.getString(1);
        if (stuck.stream().noneMatch(one -> one.channel().equals(channel))) {
          stuck.add(new Stuck(channel, 0, row.getInt(2), row.getString(3)));
        }
      }
    }
    return stuck;
  }

  /** How many alerts wait to be sent. */
  public int waiting() throws SQLException {
    try (ResultSet row = session.query("SELECT count(*) FROM alerts WHERE done_at IS NULL")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  /** The newest alerts of a check that were sent or given up, the newest first. */
  public List<Done> done(long check, int most) throws SQLException {
    List<Done> done = new ArrayList<>();
    try (ResultSet row =
        session.query(
            "SELECT channel, message, done_at, outcome FROM alerts"
                + " WHERE check_id = ? AND done_at IS NOT NULL ORDER BY id DESC LIMIT ?",
            check,
            most)) {
      while (row.next()) {
        done.add(
            new Done(
                row.getString(1),
                message(row.getString(2), Instant.ofEpochMilli(row.getLong(3))),
                Instant.ofEpochMilli(row.getLong(3)),
                row.getString(4)));
      }
    }
    return done;
  }

  public void removeDoneBefore(Instant time) throws SQLException {
    session.update("DELETE FROM alerts WHERE done_at < ?", time.toEpochMilli());
  }
}
