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
 * A PostgreSQL database that several switches may share. One thread writes: all work that queued up
 * while the last commit ran goes into the next transaction. It locks the rows of all of them at
 * once, in one order, so that pings of one check are taken one after the other, whichever switch
 * hears them. When the database is gone each work fails at once, until it is there again.
 *
 * <p>No statement has a time limit of the server's: a commit that is cancelled while it waits for
 * the standby is kept by the primary only, and reported as done. The socket has one: then the
 * connection ends, and the answer is that nothing was stored.
 */
public final class PostgresStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");

  private static final int READERS = 4;
  private static final int TRIES = 5;

  /**
   * A switch that is frozen or cut off in the middle of a transaction must not keep its locks: the
   * server ends its connection. It does not end one that commits.
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

  /** A place for a connection that only reads. */
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
   * Begins; connects when there is something to do.
   *
   * @param url for JDBC, without a password
   * @param properties user, password and what else the driver is told
   * @param shown what messages call the database
   */
  public static PostgresStore open(String url, Properties properties, String shown) {
    return new PostgresStore(new PostgresConnector(url, properties, shown));
  }

  /** The database's time: the switches that share it must agree on what is late. */
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

  /** A connection that has died meanwhile is replaced once. */
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

  /** Who waits behind them need not wait for the next connection to fail. */
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

  /** Takes the transaction back; true when there is no connection any more. */
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
