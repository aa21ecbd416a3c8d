package heartbeat.server.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * A SQLite file in WAL mode with synchronous=FULL. One thread writes; it puts many works into one
 * transaction.
 */
public final class SqliteStore implements Store {
  private static final int READERS = 4;
  private static final int REMEMBERED = 10_000;
  private static final FileAttribute<?> OWNERS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final Set<StandardOpenOption> CREATED =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

  private final Path file;
  private final FileChannel lock;
  private final CheckJson spec = new CheckJson();
  private final BlockingQueue<Session> readers = new ArrayBlockingQueue<>(READERS);
  private final WriteQueue queue;
  private final @Nullable Object identity;
  private Session writer;
  private boolean broken;
  private long dataVersion;
  private volatile @Nullable Guard guard;

  private SqliteStore(Path file, FileChannel lock) throws SQLException, IOException {
    this.file = file;
    this.lock = lock;
    writer = writer();
    identity = identity();
    Schema.migrate(writer, Dialect.SQLITE);
    writer.connection().commit();
    for (int i = 0; i < READERS; i++) {
      readers.add(new Session(connect(file), spec, 0));
    }
    queue = new WriteQueue(this::commit);
  }

  /**
   * Opens the file; creates it, readable only by its owner, when it does not exist. Throws
   * StoreException when the file can't be used or another switch uses it: two switches on one file
   * would send each alert twice.
   */
  public static SqliteStore open(Path file) {
    try {
      if (!Files.exists(file)) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
          Files.createDirectories(folder);
        }
        Files.createFile(file, OWNERS);
      }
      FileChannel lock = FileChannel.open(beside(file), CREATED, OWNERS);
      try {
        if (lock.tryLock() == null) {
          throw new OverlappingFileLockException();
        }
        return new SqliteStore(file, lock);
      } catch (IOException | SQLException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (OverlappingFileLockException e) {
      throw new StoreException(
          "can't use the database " + file + ": another heartbeat serve uses it", e);
    } catch (IOException | SQLException | IllegalStateException e) {
      throw new StoreException("can't use the database " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The lock file. The database file itself can't be locked: closing it would release SQLite's own
   * locks on it (fcntl(2)).
   */
  private static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".lock");
  }

  private Session writer() throws SQLException {
    Session session = new Session(connect(file), spec, REMEMBERED);
    session.connection().setAutoCommit(false);
    return session;
  }

  /** The file's device and inode: shows when another file has taken its name. */
  private @Nullable Object identity() throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private static Connection connect(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(10_000);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    return new org.sqlite.JDBC().connect("jdbc:sqlite:" + file, config.toProperties());
  }

  @Override
  public <T> T write(Rows rows, Work<T> work) {
    return queue.write(rows, work);
  }

  @Override
  public <T> T read(Work<T> work) {
    Session session = null;
    try {
      session = readers.take();
      return work.in(session);
    } catch (SQLException e) {
      throw new StoreException("can't read " + file + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted", e);
    } finally {
      if (session != null) {
        readers.add(session);
      }
    }
  }

  @Override
  public void guard(Guard first) {
    guard = first;
  }

  private void commit(List<QueuedWork<?>> batch) {
    try {
      ready();
      noticeOthers();
      Guard first = guard;
      if (first != null) {
        first.before(writer);
      }
      for (QueuedWork<?> work : batch) {
        work.run(writer);
      }
      writer.connection().commit();
      if (first != null) {
        first.stored();
      }
      for (QueuedWork<?> work : batch) {
        work.done();
      }
    } catch (SQLException | RuntimeException | Error e) {
      rollback(e);
      if (batch.size() == 1) {
        batch.getFirst().failed(e instanceof SQLException ? unwritable(e) : e);
      } else {
        for (QueuedWork<?> work : batch) {
          commit(List.of(work));
        }
      }
    }
  }

  /** Clears what is remembered when another process has written to the file. No process should. */
  private void noticeOthers() throws SQLException {
    try (ResultSet row = writer.query("PRAGMA data_version")) {
      long version = row.next() ? row.getLong(1) : 0;
      if (version != dataVersion) {
        writer.forget();
        dataVersion = version;
      }
    }
  }

  private StoreException unwritable(Throwable e) {
    return new StoreException("can't write " + file + ": " + e.getMessage(), e);
  }

  private void rollback(Throwable cause) {
    try {
      writer.forget();
      writer.connection().rollback();
    } catch (SQLException e) {
      broken = true;
    }
    // After a full disk, the transaction has ended and the driver's connection is unusable.
    broken |= cause instanceof SQLException;
  }

  /**
   * Fails when the file was deleted or replaced: what is written to a deleted file is lost when
   * this process ends.
   */
  private void ready() throws SQLException {
    try {
      if (!Objects.equals(identity, identity())) {
        throw new SQLException("another file has taken its place; restart the switch");
      }
    } catch (IOException e) {
      throw new SQLException("the file is gone; put it back, or restart the switch", e);
    }
    if (broken) {
      Session old = writer;
      writer = writer();
      broken = false;
      old.connection().close();
    }
  }

  @Override
  public void close() {
    try {
      if (!queue.close()) {
        return;
      }
      for (int i = 0; i < READERS; i++) {
        readers.take().connection().close();
      }
      try (Statement statement = writer.connection().createStatement()) {
        statement.execute("PRAGMA optimize");
      }
      writer.connection().commit();
      writer.connection().close();
      lock.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException | IOException e) {
      throw new StoreException("can't close " + file + ": " + e.getMessage(), e);
    }
  }
}
