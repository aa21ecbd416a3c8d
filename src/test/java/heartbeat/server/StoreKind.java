package heartbeat.server;

import heartbeat.server.store.PostgresStore;
import heartbeat.server.store.SqliteStore;
import heartbeat.server.store.Store;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The databases that the switch can use: a test of the switch runs on each of them. */
public enum StoreKind {
  SQLITE {
    @Override
    public Database database(Path file) {
      return new Database.Sqlite(file);
    }
  },
  POSTGRES {
    private static final Map<Path, Database> KNOWN = new ConcurrentHashMap<>();

    @Override
    public Database database(Path file) {
      return KNOWN.computeIfAbsent(
          file.toAbsolutePath(), path -> PostgresCluster.shared().create("test" + KNOWN.size()));
    }
  };

  /** The database of this name: the same one for the same file. */
  public abstract Database database(Path file);

  /** Opens it. */
  public Store open(Path file) {
    return open(database(file));
  }

  static Store open(Database database) {
    return switch (database) {
      case Database.Sqlite sqlite -> SqliteStore.open(sqlite.file());
      case Database.Postgres postgres ->
          PostgresStore.open(postgres.url(), postgres.properties(), postgres.toString());
    };
  }
}
