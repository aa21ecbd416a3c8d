package heartbeat.config;

import heartbeat.check.Check;
import heartbeat.check.CronExpression;
import heartbeat.check.Schedule;
import heartbeat.model.LogSettings;
import heartbeat.model.Quantity;
import heartbeat.notify.MailTransport;
import heartbeat.server.Database;
import heartbeat.server.ServeSettings;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Report;
import heartbeat.server.alert.Routes;
import heartbeat.server.http.PasswordHash;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The settings under {@code serve:} and {@code checks:}.
 *
 * @param settings null when there are errors
 * @param log how the switch logs, as far as it could be read
 * @param problems of these two keys only
 * @param secrets the files that {@code ${file:…}} named
 */
public record ServeConfig(
    @Nullable ServeSettings settings, LogSettings log, List<Problem> problems, List<Path> secrets) {
  private static final String NEWEST_BODY = "10k";

  public ServeConfig {
    problems = List.copyOf(problems);
    secrets = List.copyOf(secrets);
  }

  /**
   * Values from outside of the file: some replace its values, some are used when it has none.
   *
   * @param listen of the command line, over the file's; null: as the file says
   * @param database likewise
   * @param usualDatabase when neither says where
   * @param usualTransport when the config does not say how to send mail
   * @param usualFrom the sender when the config names none
   */
  public record OptionsAndDefaults(
      @Nullable String listen,
      @Nullable String database,
      Path usualDatabase,
      MailTransport usualTransport,
      String usualFrom) {}

  /** {@code serve.timezone}; null when it is missing or wrong. */
  public static @Nullable ZoneId timezone(Config config, Map<String, String> env) {
    Entry entry = config.serveEntry();
    return entry == null
        ? null
        : CheckReader.ownZone(
            new MapReader(
                entry, SwitchKeys.ofServe(), "", new Substitution(env), new ArrayList<>()));
  }

  /** Reads it; {@code env} is what {@code ${env:…}} names. */
  public static ServeConfig read(
      Config config, Map<String, String> env, OptionsAndDefaults outside) {
    List<Problem> problems = new ArrayList<>();
    Substitution substitution = new Substitution(env);
    Entry checksEntry = config.checksEntry();
    MapReader serve =
        new MapReader(
            Objects.requireNonNullElse(config.serveEntry(), nothing(checksEntry)),
            SwitchKeys.ofServe(),
            "",
            substitution,
            problems);
    // The caller sets the zone of the process; here it is only checked.
    CheckReader.ownZone(serve);
    NamedChannels channels = new NamedChannels(config, substitution, problems);
    CheckReader checks = new CheckReader(channels);
    if (checksEntry != null) {
      checks.read(
          new MapReader(checksEntry, SwitchKeys.ofCheck(), "", substitution, problems),
          serve.text("ping-key") != null);
    }
    ServeSettings settings = settings(config, serve, checks, channels, outside);
    LogSettings log = log(serve.map("log"));
    serve.end();
    problems.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
    boolean wrong = problems.stream().anyMatch(Problem::isError);
    return new ServeConfig(wrong ? null : settings, log, problems, substitution.files());
  }

  /** An empty {@code serve} for a config without one, in the file that has the checks. */
  private static Entry nothing(@Nullable Entry checks) {
    return new Entry(
        "serve",
        new Place(checks == null ? null : checks.place().file(), 0, 0, "serve", null),
        new MappingNode(Tag.MAP, List.of(), DumperOptions.FlowStyle.BLOCK));
  }

  private static ServeSettings settings(
      Config config,
      MapReader serve,
      CheckReader checks,
      NamedChannels channels,
      OptionsAndDefaults outside) {
    ListenAddress address = address(serve, outside);
    Database database = database(serve, outside);
    ServeSettings.Access access = access(serve, address);
    ServeSettings.Listen listen = listen(serve, address);
    ServeSettings.Storage storage = storage(serve, database);
    ServeSettings.Alerting alerting = alerting(config, serve, checks, channels, outside);
    return new ServeSettings(
        listen,
        storage,
        access,
        rateLimits(serve),
        alerting,
        checks.checks(),
        serve.value("upstream", Syntax::url));
  }

  private static ServeSettings.Access access(MapReader serve, ListenAddress address) {
    Map<String, String> users = serve.texts("users");
    users.forEach((name, hash) -> checkHash(serve, "users", hash));
    if (!address.isLoopback() && users.isEmpty()) {
      serve.problem(
          "listen",
          "can be reached from other machines: set 'users', with hashes that 'heartbeat"
              + " hash-password' makes, or listen on 127.0.0.1");
    }
    String pingKey = serve.text("ping-key");
    MapReader keys = serve.map("api-keys");
    ServeSettings.Access access =
        new ServeSettings.Access(
            pingKey == null || pingKey.isBlank() ? null : pingKey,
            users,
            readers(serve, users),
            hashes(keys, "read"),
            hashes(keys, "write"));
    if (keys != null) {
      keys.end();
    }
    return access;
  }

  private static ServeSettings.Listen listen(MapReader serve, ListenAddress address) {
    ServeSettings.Tls tls = tls(serve);
    String base = serve.value("base-url", Syntax::url);
    return new ServeSettings.Listen(
        address.host(),
        address.port(),
        tls,
        base == null ? address.base(tls != null) : base.replaceAll("/+$", ""),
        serve.has("trusted-proxies")
            ? serve.list("trusted-proxies")
            : List.of("127.0.0.1", "::1", "0:0:0:0:0:0:0:1"));
  }

  private static ServeSettings.Storage storage(MapReader serve, Database database) {
    Long body = serve.value("body-limit", Quantity::size);
    return new ServeSettings.Storage(
        database,
        serve.whole("ping-log"),
        (int) Math.min(body == null ? Quantity.size(NEWEST_BODY) : body, 1 << 20));
  }

  private static ServeSettings.RateLimits rateLimits(MapReader serve) {
    MapReader rates = serve.map("rate-limit");
    if (rates == null) {
      return new ServeSettings.RateLimits(10, 10);
    }
    var limits = new ServeSettings.RateLimits(rates.whole("per-check"), rates.whole("per-address"));
    rates.end();
    return limits;
  }

  private static ServeSettings.Alerting alerting(
      Config config,
      MapReader serve,
      CheckReader checks,
      NamedChannels channels,
      OptionsAndDefaults outside) {
    MailTransport transport = config.transport();
    String from = config.from();
    Duration keep = serve.duration("keep-alerts");
    return new ServeSettings.Alerting(
        routes(serve, checks, channels),
        transport == null ? outside.usualTransport() : transport,
        from == null ? outside.usualFrom() : from,
        keep == null ? Duration.ofDays(3) : keep,
        MaintenanceReader.read(serve, checks.checks()),
        report(serve));
  }

  private static Map<String, String> readers(MapReader serve, Map<String, String> users) {
    Map<String, String> readers = serve.texts("readers");
    readers.forEach((name, hash) -> checkHash(serve, "readers", hash));
    for (String name : readers.keySet()) {
      if (users.containsKey(name)) {
        serve.problem("readers", "'" + name + "' is one of 'users' too; keep one of them");
      }
    }
    return readers;
  }

  private static @Nullable Report report(MapReader serve) {
    MapReader report = serve.map("report");
    if (report == null) {
      return null;
    }
    List<String> to = ChannelReader.addresses(report, "to");
    ZoneId zone = CheckReader.zone(report);
    String cron = report.text("cron");
    Schedule schedule = new Schedule.Period(Duration.ofDays(7));
    try {
      schedule = new Schedule.Cron(CronExpression.parse(cron == null ? "0 8 * * 1" : cron), zone);
    } catch (IllegalArgumentException e) {
      report.problem("cron", String.valueOf(e.getMessage()));
    }
    report.end();
    if (to.isEmpty()) {
      report.problem("needs 'to' with an address");
      return null;
    }
    return new Report(to, schedule);
  }

  private static LogSettings log(@Nullable MapReader log) {
    LogSettings usual = LogSettings.USUAL;
    if (log == null) {
      return usual;
    }
    String level = log.choice("level");
    String format = log.choice("format");
    String file = log.text("file");
    Long size = log.value("max-size", Quantity::size);
    Duration keep = log.duration("keep");
    log.end();
    return new LogSettings(
        level == null ? usual.level() : level,
        "json".equals(format),
        file,
        size == null ? usual.fileSize() : Math.max(1024, size),
        keep == null ? usual.keepDays() : (int) Math.max(1, keep.toDays()));
  }

  private static ListenAddress address(MapReader serve, OptionsAndDefaults outside) {
    ListenAddress written = serve.value("listen", ListenAddress::parse);
    if (outside.listen() != null) {
      try {
        return ListenAddress.parse(outside.listen());
      } catch (IllegalArgumentException e) {
        serve.problem("--listen '" + outside.listen() + "' " + e.getMessage());
      }
    }
    return written == null ? ListenAddress.USUAL : written;
  }

  /** Its problems never quote a URL: there may be a password in it. */
  private static Database database(MapReader serve, OptionsAndDefaults outside) {
    String password = serve.text("database-password");
    String written = serve.text("database");
    String given = outside.database();
    try {
      if (given != null) {
        return database(given, password);
      }
    } catch (IllegalArgumentException e) {
      serve.problem("--database " + e.getMessage());
    }
    try {
      return written == null
          ? new Database.Sqlite(outside.usualDatabase())
          : database(written, password);
    } catch (IllegalArgumentException e) {
      serve.problem("database", "the value " + e.getMessage());
      return new Database.Sqlite(outside.usualDatabase());
    }
  }

  private static Database database(String text, @Nullable String password) {
    return DatabaseUrl.isOne(text)
        ? DatabaseUrl.parse(text, password == null || password.isBlank() ? null : password)
        : new Database.Sqlite(Path.of(text));
  }

  private static List<String> hashes(@Nullable MapReader keys, String key) {
    if (keys == null) {
      return List.of();
    }
    List<String> hashes = keys.list(key);
    hashes.forEach(hash -> checkHash(keys, key, hash));
    return hashes;
  }

  private static void checkHash(MapReader map, String key, String hash) {
    if (!PasswordHash.isOne(hash)) {
      map.problem(key, "is not a hash; make one with 'heartbeat hash-password'");
    }
  }

  private static ServeSettings.@Nullable Tls tls(MapReader serve) {
    MapReader tls = serve.map("tls");
    if (tls == null) {
      return null;
    }
    Path certificate = tls.value("certificate", Path::of);
    Path key = tls.value("key", Path::of);
    tls.end();
    if (certificate == null || key == null) {
      tls.problem("needs 'certificate' and 'key', both PEM files");
      return null;
    }
    return new ServeSettings.Tls(certificate, key);
  }

  private static Routes routes(MapReader serve, CheckReader checks, NamedChannels channels) {
    List<Channel> defaults = channels.read(serve, "alerts", "default");
    Map<String, List<Channel>> byTag = new HashMap<>();
    MapReader tags = serve.map("tag-alerts");
    if (tags != null) {
      for (String tag : tags.names()) {
        byTag.put(tag, channels.read(tags, tag, "tag:" + tag));
      }
    }
    boolean silent = defaults.isEmpty() && byTag.isEmpty() && checks.routes().isEmpty();
    List<Check> all = checks.checks();
    if (silent && !all.isEmpty()) {
      serve.warning("nobody is alerted: set 'alerts'");
    }
    return new Routes(defaults, byTag, checks.routes(), channels.all(), checks.dependsOn());
  }
}
