package heartbeat.server.page;

import heartbeat.check.CheckState;
import heartbeat.check.Flip;
import heartbeat.server.SwitchServer;
import heartbeat.server.store.PingRow;
import heartbeat.server.store.Session;
import heartbeat.server.store.Store;
import heartbeat.server.store.StoredCheck;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** What tests look at in the database. */
public final class Browsed {
  private Browsed() {}

  public static long pings(SwitchServer server, UUID uuid) {
    return state(server.store(), uuid).pings();
  }

  public static PingRow lastPing(SwitchServer server, UUID uuid) {
    return server.store().read(s -> s.pings().newest(stored(s, uuid).id(), 1)).getFirst();
  }

  /** The numbers of the newest pings, the newest first. */
  public static List<Long> newest(SwitchServer server, UUID uuid, int most) {
    return server
        .store()
        .read(s -> s.pings().newest(stored(s, uuid).id(), most).stream().map(PingRow::n).toList());
  }

  public static String body(SwitchServer server, UUID uuid, long n) {
    byte[] body =
        server.store().read(s -> Objects.requireNonNull(s.pings().body(stored(s, uuid).id(), n)));
    return new String(body, StandardCharsets.UTF_8);
  }

  public static CheckState state(Store store, UUID uuid) {
    return store.read(s -> stored(s, uuid).state());
  }

  /** The newest first. */
  public static List<Flip> flips(Store store, UUID uuid) {
    return store.read(
        s ->
            s.flips()
                .between(
                    stored(s, uuid).id(),
                    Instant.EPOCH,
                    Instant.parse("9999-01-01T00:00:00Z"),
                    100));
  }

  private static StoredCheck stored(Session session, UUID uuid) throws SQLException {
    return Objects.requireNonNull(session.checks().find(uuid));
  }
}
