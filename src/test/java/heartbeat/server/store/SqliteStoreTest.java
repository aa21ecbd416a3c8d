package heartbeat.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heartbeat.check.CheckState;
import heartbeat.check.Evaluator;
import heartbeat.check.Event;
import heartbeat.check.Signal;
import heartbeat.server.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {
  @TempDir Path folder;

  @Test
  void whatWasWrittenIsThereAfterReopening() throws Exception {
    Path file = folder.resolve("new/switch.db");
    try (SqliteStore store = SqliteStore.open(file)) {
      store.write(session -> note(session, "a", "1"));
    }
    try (SqliteStore store = SqliteStore.open(file)) {
      assertThat(store.<String>read(session -> "" + session.note("a"))).isEqualTo("1");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void afterADiskWasFullItWritesAgain() {
    try (SqliteStore store = SqliteStore.open(folder.resolve("switch.db"))) {
      store.write(s -> note(s, "before", "1"));
      store.write(
          s -> {
            try (ResultSet pages = s.query("PRAGMA max_page_count = 1")) {
              return pages.next();
            }
          });
      assertThatThrownBy(() -> store.write(s -> note(s, "large", "x".repeat(100_000))))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("full");
      store.write(s -> note(s, "after", "2"));
      assertThat(store.<String>read(s -> s.note("before") + s.note("large") + s.note("after")))
          .isEqualTo("1null2");
    }
  }

  @Test
  void nothingIsTakenIntoAFileThatWasDeletedUntilItIsBack() throws Exception {
    Path file = folder.resolve("switch.db");
    Path aside = folder.resolve("aside.db");
    try (SqliteStore store = SqliteStore.open(file)) {
      store.write(s -> note(s, "before", "1"));
      Files.move(file, aside);
      assertThatThrownBy(() -> store.write(s -> note(s, "lost", "1")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("gone");
      Files.createFile(file);
      assertThatThrownBy(() -> store.write(s -> note(s, "lost", "1")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("another file");
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
      store.write(s -> note(s, "after", "2"));
      assertThat(store.<String>read(s -> s.note("before") + s.note("lost") + s.note("after")))
          .isEqualTo("1null2");
    }
  }

  @Test
  void aDatabaseOfANewerHeartbeatIsNotTouched() {
    Path file = folder.resolve("switch.db");
    try (SqliteStore store = SqliteStore.open(file)) {
      store.write(session -> note(session, "schema", "99"));
    }
    assertThatThrownBy(() -> SqliteStore.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("newer heartbeat");
  }

  @Test
  void aFileThatIsNoDatabaseIsSaidToBeNone() throws Exception {
    Path file = Files.writeString(folder.resolve("notes.txt"), "not a database ".repeat(100));
    assertThatThrownBy(() -> SqliteStore.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("notes.txt");
  }

  private static boolean note(Session session, String name, String value) throws SQLException {
    session.note(name, value);
    return true;
  }

  @Test
  void whatAnotherProcessStoredIsSeenByTheNextPing() throws Exception {
    try (SqliteStore store = SqliteStore.open(folder.resolve("switch.db"))) {
      store.write(s -> s.definitions().add(Origin.API, Fixtures.check("job", Fixtures.UUID_1)));
      assertThat(store.<Long>write(SqliteStoreTest::count)).isEqualTo(1);
      try (Connection other =
          DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("switch.db"))) {
        assertThat(count(new Session(other, new CheckJson(), 0))).isEqualTo(2);
      }
      assertThat(store.<Long>write(SqliteStoreTest::count)).isEqualTo(3);
    }
  }

  @Test
  void aDatabaseThatASwitchUsesIsRefusedUntilThatEnds() throws Exception {
    Path file = folder.resolve("switch.db");
    try (SqliteStore store = SqliteStore.open(file)) {
      assertThatThrownBy(() -> SqliteStore.open(file))
          .isInstanceOf(StoreException.class)
          .hasMessage("can't use the database " + file + ": another heartbeat serve uses it");
      store.write(session -> note(session, "a", "1"));
    }
    SqliteStore.open(file).close();
  }

  /** One more ping; returns how many there were. */
  private static long count(Session session) throws SQLException {
    StoredCheck stored = Objects.requireNonNull(session.checks().find(Fixtures.UUID_1));
    Instant now = Instant.EPOCH;
    CheckState after =
        Evaluator.apply(stored.check(), stored.state(), new Event.Ping(Signal.SUCCESS, null), now)
            .state();
    session.checks().save(stored, after, null, now);
    return after.pings();
  }
}
