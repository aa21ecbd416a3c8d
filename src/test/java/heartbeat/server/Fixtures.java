package heartbeat.server;

import heartbeat.check.Check;
import heartbeat.notify.MailTransport;
import heartbeat.server.alert.Routes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Settings as tests need them. */
public final class Fixtures {
  public static final UUID UUID_1 = UUID.fromString("8116e449-d71c-4112-8f5d-a66f60902091");
  static final String KEY = "fixture-ping-key";

  private Fixtures() {}

  public static ServeSettings settings(Path database, List<Check> checks, Routes routes) {
    return settings(database, checks, routes, Map.of(), List.of(), List.of(), 0);
  }

  public static ServeSettings settings(
      Path database,
      List<Check> checks,
      Routes routes,
      Map<String, String> users,
      List<String> readKeys,
      List<String> writeKeys,
      double rate) {
    return new ServeSettings(
        "127.0.0.1",
        0,
        new Database.Sqlite(database),
        "https://hb.example.org",
        KEY,
        1_000,
        100,
        checks,
        routes,
        null,
        "switch@example.org",
        Duration.ofDays(3),
        users,
        readKeys,
        writeKeys,
        null,
        null,
        rate,
        rate,
        List.of("127.0.0.1"));
  }

  /** The same with another base-url. */
  static ServeSettings at(ServeSettings s, String baseUrl) {
    return new ServeSettings(
        s.host(),
        s.port(),
        s.database(),
        baseUrl,
        s.pingKey(),
        s.bodyLimit(),
        s.pingLog(),
        s.checks(),
        s.routes(),
        s.mailTransport(),
        s.mailFrom(),
        s.keepTrying(),
        s.users(),
        s.readKeys(),
        s.writeKeys(),
        s.tls(),
        s.upstream(),
        s.perCheck(),
        s.perAddress(),
        s.trustedProxies());
  }

  static ServeSettings mailing(ServeSettings s, @Nullable MailTransport transport) {
    return new ServeSettings(
        s.host(),
        s.port(),
        s.database(),
        s.baseUrl(),
        s.pingKey(),
        s.bodyLimit(),
        s.pingLog(),
        s.checks(),
        s.routes(),
        transport,
        s.mailFrom(),
        s.keepTrying(),
        s.users(),
        s.readKeys(),
        s.writeKeys(),
        s.tls(),
        s.upstream(),
        s.perCheck(),
        s.perAddress(),
        s.trustedProxies());
  }

  public static Check check(String name, @Nullable UUID uuid) {
    return Check.named(uuid == null ? Check.NO_UUID : uuid, name);
  }
}
