package heartbeat.server;

import heartbeat.check.Check;
import heartbeat.notify.MailTransport;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Routes;
import heartbeat.server.http.PasswordHash;
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

  /** One channel, by mail. */
  public static final Routes MAIL =
      new Routes(
          List.of(new Channel.Mail("default/mail", List.of("ops@example.org"))),
          Map.of(),
          Map.of());

  private Fixtures() {}

  public static ServeSettings settings(Path database, List<Check> checks, Routes routes) {
    return settings(new Database.Sqlite(database), checks, routes);
  }

  /** Likewise, on any database. */
  public static ServeSettings settings(Database database, List<Check> checks, Routes routes) {
    return settings(database, checks, routes, Map.of(), List.of(), List.of(), 0);
  }

  public static ServeSettings settings(
      Database database,
      List<Check> checks,
      Routes routes,
      Map<String, String> users,
      List<String> readKeys,
      List<String> writeKeys,
      double rate) {
    return new ServeSettings(
        new ServeSettings.Listen(
            "127.0.0.1", 0, null, "https://hb.example.org", List.of("127.0.0.1")),
        new ServeSettings.Storage(database, 100, 1_000),
        new ServeSettings.Access(KEY, users, Map.of(), readKeys, writeKeys),
        new ServeSettings.RateLimits(rate, rate),
        new ServeSettings.Alerting(routes, null, "switch@example.org", Duration.ofDays(3)),
        checks,
        null);
  }

  /** A switch with one check, the user ann, and keys that may read and write. */
  public static SwitchServer guarded(StoreKind kind, Path file, Clock clock) {
    return started(
        kind,
        file,
        clock,
        Map.of("ann", PasswordHash.of("secret", 10)),
        List.of(PasswordHash.of("read-key", 10)),
        List.of(PasswordHash.of("write-key", 10)));
  }

  /** A switch with one check, for these users and keys. */
  public static SwitchServer started(
      StoreKind kind,
      Path file,
      Clock clock,
      Map<String, String> users,
      List<String> readKeys,
      List<String> writeKeys) {
    Check job = check("job", UUID_1);
    ServeSettings settings =
        settings(kind.database(file), List.of(job), Routes.NOWHERE, users, readKeys, writeKeys, 0);
    return SwitchServer.start(settings, clock, "test", Map.of());
  }

  /** The same with another base-url. */
  static ServeSettings at(ServeSettings s, String baseUrl) {
    ServeSettings.Listen listen = s.listen();
    return listening(
        s,
        new ServeSettings.Listen(
            listen.host(), listen.port(), listen.tls(), baseUrl, listen.trustedProxies()));
  }

  /** The same with a certificate. */
  public static ServeSettings secured(ServeSettings s, ServeSettings.Tls tls) {
    ServeSettings.Listen listen = s.listen();
    return listening(
        s,
        new ServeSettings.Listen(
            listen.host(), listen.port(), tls, listen.baseUrl(), listen.trustedProxies()));
  }

  private static ServeSettings listening(ServeSettings s, ServeSettings.Listen listen) {
    return new ServeSettings(
        listen, s.storage(), s.access(), s.rateLimits(), s.alerting(), s.checks(), s.upstream());
  }

  /** The same with a way for mail. */
  public static ServeSettings mailing(ServeSettings s, @Nullable MailTransport transport) {
    ServeSettings.Alerting alerting = s.alerting();
    return alerting(
        s,
        new ServeSettings.Alerting(
            alerting.routes(),
            transport,
            alerting.from(),
            alerting.keepTrying(),
            alerting.maintenance()));
  }

  /** The same with other alerting. */
  static ServeSettings alerting(ServeSettings s, ServeSettings.Alerting alerting) {
    return new ServeSettings(
        s.listen(), s.storage(), s.access(), s.rateLimits(), alerting, s.checks(), s.upstream());
  }

  public static Check check(String name, @Nullable UUID uuid) {
    return Check.named(uuid == null ? Check.NO_UUID : uuid, name);
  }
}
