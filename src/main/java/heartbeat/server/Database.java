package heartbeat.server;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the switch keeps what it knows. */
public sealed interface Database {
  /** A file of this machine; one switch uses it. */
  record Sqlite(Path file) implements Database {
    @Override
    public @Nullable Path scratch() {
      return file.toAbsolutePath().getParent();
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }

  /** A folder for what is written for a moment; null: the system's. */
  @Nullable Path scratch();
}
