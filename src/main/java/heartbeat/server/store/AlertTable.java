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
 * The alerts: stored with the flip that caused them, marked when they were sent. What a crash left
 * between the two is sent again.
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
   * An alert that is to be sent.
   *
   * @param channel the key of its channel in the config
   * @param attempts that failed so far
   */
  public record Open(long id, String channel, Message message, Instant created, int attempts) {}

  /**
   * An alert that was sent or given up.
   *
   * @param outcome empty when it was sent; else why it was given up
   */
  public record Done(String channel, Message message, Instant at, String outcome) {}

  /** Adds an alert; it is not sent before it is due. */
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

  /** The oldest due alert of each channel whose time has come: a channel keeps its order. */
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

  /** The oldest due alert of a channel if its time has come. */
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
   * What is to go out on a channel until then, in order; so many at most. What is held back until a
   * time may still be withdrawn: it is not among them before.
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

  /** One that is damaged must not hold up those behind it, nor be lost in silence. */
  private static Message message(String text, Instant at) {
    try {
      return Message.of(JsonParser.parseString(text).getAsJsonObject());
    } catch (RuntimeException damaged) {
      String note = "What it said can't be read from the database any more: look at all checks";
      return Message.notice("damaged", at, null, note + ".");
    }
  }

  /** When something may have to be sent after now; empty: nothing waits. */
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

  /** Forgets what is not due yet of a check on a channel; returns how much that was. */
  public int withdraw(long check, String channel, Instant now) throws SQLException {
    return session.update(
        "DELETE FROM alerts WHERE check_id = ? AND channel = ? AND done_at IS NULL AND due > ?",
        check,
        channel,
        now.toEpochMilli());
  }

  /** Likewise, of what was made since then. */
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

  /** Forgets that a check was late where that is not due yet; returns how often it was. */
  public int withdrawLate(long check, String channel, Instant now) throws SQLException {
    return session.update(
        "DELETE FROM alerts WHERE check_id = ? AND channel = ? AND done_at IS NULL AND (held IS NOT NULL OR due > ?)"
            + " AND message LIKE '{\"kind\":\"late\",%'",
        check, channel, now.toEpochMilli());
  }

  /** What waits for the end of a maintenance is due now, because it ends now. */
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

  /** Why an alert is held back. */
  public enum Held {
    /** What its check depends on is down. Without an end. */
    DOWN,
    /** What its check depends on is overdue; until it is due. */
    OVERDUE,
    /** What its check depends on is back, and it may be itself in a moment; until it is due. */
    SETTLING
  }

  /**
   * An alert that is held back, or may have to be.
   *
   * @param down whether it tells that a check is down; else that it still is, or is late
   */
  public record Holdable(
      long id, long check, boolean down, Instant created, Instant due, @Nullable Held held) {}

  /** What is held back; {@code all}: and what of the checks is to be sent until then. */
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

  /** Holds an alert back until it is released. */
  public void hold(long id) throws SQLException {
    session.update("UPDATE alerts SET held = ? WHERE id = ?", Held.DOWN.name(), id);
  }

  /** Holds an alert back until it is due then, as one that was made at this time. */
  public void hold(long id, Held why, Instant created, Instant due) throws SQLException {
    session.update(
        "UPDATE alerts SET held = ?, created = ?, due = ?, next_try = ? WHERE id = ?",
        why.name(),
        created.toEpochMilli(),
        due.toEpochMilli(),
        due.toEpochMilli(),
        id);
  }

  /** Sends an alert now that was held back. */
  public void release(long id, Instant now) throws SQLException {
    session.update(
        "UPDATE alerts SET held = NULL, due = ?, next_try = ? WHERE id = ?",
        now.toEpochMilli(),
        now.toEpochMilli(),
        id);
  }

  /** Forgets an alert that nobody needs to hear of any more. */
  public void drop(long id) throws SQLException {
    session.update("DELETE FROM alerts WHERE id = ? AND done_at IS NULL", id);
  }

  /** Forgets what is held back of a check on a channel; returns how much that was. */
  public int withdrawHeld(long check, String channel, Instant now) throws SQLException {
    return session.update(
        "DELETE FROM alerts WHERE check_id = ? AND channel = ? AND done_at IS NULL"
            + " AND (held = 'DOWN' OR (held IS NOT NULL AND due > ?))",
        check,
        channel,
        now.toEpochMilli());
  }

  /** Whether anything of a check on a channel is not due yet. */
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

  /** Whether the last that a channel was, or will be, told of a check is that it is down. */
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
          default -> {} // says nothing of it
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

  /** It failed, and the switch retries it; {@code why} is what the channel said. */
  public void failed(long id, Instant nextTry, String why) throws SQLException {
    session.update(
        "UPDATE alerts SET attempts = attempts + 1, next_try = ?, outcome = ? WHERE id = ?",
        nextTry.toEpochMilli(),
        why,
        id);
  }

  /** After a restart nothing waits for its next try: what held it up may be over. */
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
   * The clock was ahead when some were made or tried: they are of now, and delayed by no more than
   * they were to be.
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
   * A channel that does not work.
   *
   * @param alerts that failed so far and wait for a retry; 0: the last one was given up
   * @param attempts of the one that was tried most
   * @param why what the channel said last
   */
  public record Stuck(String channel, int alerts, int attempts, String why) {
    /** One line, without what the channel said. */
    public String summary() {
      if (alerts == 0) {
        return "the last alert to " + channel + " was given up";
      }
      String many = alerts == 1 ? "1 alert" : alerts + " alerts";
      return many + " can't be delivered to " + channel;
    }
  }

  /**
   * An alert that is still to be sent.
   *
   * @param due when it may go out: later in quiet hours and the like
   * @param attempts that failed so far
   * @param why what the channel said last; empty: it was not tried
   */
  public record Waiting(
      String channel, Message message, Instant due, int attempts, Instant nextTry, String why) {}

  /** What waits of a check, the newest first. */
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

  /** The channels on which alerts can't be delivered, or the last one was given up since then. */
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
