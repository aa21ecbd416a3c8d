package heartbeat.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL database that several switches may share. One thread writes: all works that were
 * queued during the last commit go into the next transaction. The transaction first locks the rows
 * of all its works, always in the same order. So the pings of one check are handled one after the
 * other, whichever switch receives them. While the database can't be reached, each work fails at
 * once.
 *
 * <p>Statements have no time limit on the server. A limit would be dangerous: when the server
 * cancels a commit that waits for the standby, the primary keeps that commit and reports success.
 * The socket has a time limit instead: the connection then ends, and heartbeat answers that nothing
 * was stored.
 */
public final class PostgresStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");

  private static final int READERS = 4;
  private static final int TRIES = 5;

  /**
   * A switch that freezes or loses its network in the middle of a transaction must not keep its
   * locks: after 5 seconds the server ends the connection. This does not end a commit.
   */
  private static final String LET_GO = "SET idle_in_transaction_session_timeout = '5s'";

  private final PostgresConnector connector;
  private final DatabaseClock clock = new DatabaseClock();
  private final CheckJson spec = new CheckJson();
  private final BlockingQueue<Reader> readers = new ArrayBlockingQueue<>(READERS);
  private final WriteQueue queue;
  private @Nullable Session writer;
  private boolean migrated;
  private volatile @Nullable Guard guard;

  /** Holds one reading connection, or none before its first use. */
  private static final class Reader {
    private @Nullable Session session;
  }

  private PostgresStore(PostgresConnector connector) {
    this.connector = connector;
    for (int i = 0; i < READERS; i++) {
      readers.add(new Reader());
    }
    queue = new WriteQueue(this::commit);
  }

  /**
   * Opens the store. It connects when the first work comes.
   *
   * @param url for JDBC, without a password
   * @param properties user, password and other settings of the driver
   * @param shown the database's name in messages
   */
  public static PostgresStore open(String url, Properties properties, String shown) {
    return new PostgresStore(new PostgresConnector(url, properties, shown));
  }

  /** The database's time: switches that share a database must agree about what is late. */
  @Override
  public InstantSource clock(InstantSource local) {
    return () -> clock.correct(local.instant());
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public <T> T write(Rows rows, Work<T> work) {
    return queue.write(rows, work);
  }

  @Override
  public <T> T read(Work<T> work) {
    Reader reader = null;
    try {
      reader = readers.take();
      return read(reader, work);
    } catch (SQLException e) {
      throw connector.failed("read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted", e);
    } finally {
      if (reader != null) {
        readers.add(reader);
      }
    }
  }

  /** Reads; when the connection was lost since its last use, retries once with a new one. */
  private <T> T read(Reader reader, Work<T> work) throws SQLException {
    boolean fresh = reader.session == null;
    Session session = fresh ? Session.reading(connector.connect(), spec) : opened(reader);
    reader.session = session;
    try {
      return work.in(session);
    } catch (SQLException e) {
      if (!PostgresConnector.isGone(e, session.connection())) {
        throw e;
      }
      reader.session = null;
      PostgresConnector.close(session.connection());
      if (fresh) {
        throw e;
      }
      return read(reader, work);
    }
  }

  private static Session opened(Reader reader) {
    return Objects.requireNonNull(reader.session);
  }

  @Override
  public void guard(Guard first) {
    guard = first;
  }

  private void commit(List<QueuedWork<?>> batch) {
    int tries = 0;
    while (true) {
      Session session = null;
      try {
        session = ready();
        transaction(session, batch);
        batch.forEach(QueuedWork::done);
        return;
      } catch (SQLException | RuntimeException | Error e) {
        if (session == null || cameApart(session, e)) {
          failAll(batch, e);
          return;
        }
        if (batch.size() > 1) {
          batch.forEach(work -> commit(List.of(work)));
          return;
        }
        tries++;
        if (tries == TRIES || !PostgresConnector.isPassing(e)) {
          batch.getFirst().failed(outcome(e));
          return;
        }
      }
    }
  }

  /**
   * Fails these works and all works in the queue, so that each need not wait for a connection
   * attempt.
   */
  private void failAll(List<QueuedWork<?>> batch, Throwable e) {
    for (QueuedWork<?> work : batch) {
      work.failed(outcome(e));
    }
    for (QueuedWork<?> work : queue.takeAll()) {
      work.failed(outcome(e));
    }
  }

  private Throwable outcome(Throwable e) {
    return e instanceof SQLException sql ? connector.failed("write", sql) : e;
  }

  private void transaction(Session session, List<QueuedWork<?>> batch) throws SQLException {
    session.forget();
    Guard first = guard;
    if (first != null) {
      first.before(session);
    }
    session.checks().lock(Rows.all(batch.stream().map(QueuedWork::rows).toList()));
    for (QueuedWork<?> work : batch) {
      work.run(session);
    }
    session.flush();
    session.connection().commit();
    if (first != null) {
      first.stored();
    }
  }

  /** Rolls the transaction back; returns true when the connection is lost. */
  private boolean cameApart(Session session, Throwable e) {
    boolean gone = false;
    try {
      session.forget();
      gone = e instanceof SQLException sql && PostgresConnector.isGone(sql, session.connection());
      if (!gone) {
        session.connection().rollback();
      }
    } catch (SQLException dead) {
      gone = true;
    }
    if (gone) {
      drop(session);
    }
    return gone;
  }

  private void drop(@Nullable Session session) {
    writer = null;
    if (session != null) {
      PostgresConnector.close(session.connection());
    }
  }

  private Session ready() throws SQLException {
    Session session = writer;
    try {
      if (session == null) {
        session = Session.sharing(connector.connect(), spec);
        session.update(LET_GO);
        session.connection().setAutoCommit(false);
        clock.measure(session.connection());
      }
      if (!migrated) {
        session.lock("schema");
        Schema.migrate(session, Dialect.POSTGRES);
        warnOfAsynchronousStandby(session);
        session.connection().commit();
        migrated = true;
      }
      if (clock.isStale()) {
        clock.measure(session.connection());
      }
      writer = session;
      return session;
    } catch (SQLException e) {
      drop(session);
      throw e;
    } catch (IllegalStateException newer) {
      drop(session);
      throw connector.unusable(newer);
    }
  }

  private static void warnOfAsynchronousStandby(Session session) throws SQLException {
    try (ResultSet row =
        session.query(
            "SELECT count(*), current_setting('synchronous_standby_names') FROM"
                + " pg_stat_replication")) {
      if (row.next() && row.getLong(1) > 0 && row.getString(2).isBlank()) {
        LOG.warn(
            "PostgreSQL has a standby, but none is synchronous: when the primary dies, pings that"
                + " were answered can be lost; set synchronous_standby_names");
      }
    }
  }

  @Override
  public void close() {
    try {
      if (!queue.close()) {
        return;
      }
      for (int i = 0; i < READERS; i++) {
        Session session = readers.take().session;
        if (session != null) {
          PostgresConnector.close(session.connection());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Session session = writer;
    if (session != null) {
      PostgresConnector.close(session.connection());
    }
  }
}
