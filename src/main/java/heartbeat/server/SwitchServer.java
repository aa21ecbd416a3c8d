package heartbeat.server;

import heartbeat.model.Delivery;
import heartbeat.notify.PingSender;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.ChannelSender;
import heartbeat.server.api.Health;
import heartbeat.server.http.HttpServer;
import heartbeat.server.http.TlsFiles;
import heartbeat.server.store.DatabaseCopy;
import heartbeat.server.store.PostgresStore;
import heartbeat.server.store.SqliteStore;
import heartbeat.server.store.Store;
import heartbeat.server.store.StoreException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole switch: its parts start, reload and stop together. */
public final class SwitchServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");

  /**
   * When the loop of the watchdog or of the alerts thread has not begun a turn for this long, the
   * thread hangs: both begin one at least every 30 seconds, even when the database fails.
   */
  private static final Duration STUCK = Duration.ofMinutes(2);

  private final ServeSettings begun;
  private final Store store;
  private final SwitchService service;
  private final Watchdog watchdog;
  private final ChannelSender sender;
  private final Alerts alerts;
  private final TestAlerts test;
  private final @Nullable TlsFiles tls;
  private final HttpServer http;
  private final Upstream upstream;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Thread starter;
  private boolean watching;

  private SwitchServer(
      ServeSettings settings,
      InstantSource clock,
      String host,
      Map<String, String> environment,
      HttpServer.Limits limits,
      String version) {
    begun = settings;
    store = open(settings.storage().database());
    service = new SwitchService(store, clock, settings);
    String name = host + ":" + settings.listen().port();
    service.nodes(new Nodes(store.isShared(), name, version));
    watchdog = new Watchdog(service, System::nanoTime);
    PingSender pings =
        new PingSender(clock, RandomGenerator.getDefault(), Thread::sleep, environment);
    // All switches on a database use the same name. So an alert is the same message whichever
    // switch sends it, even when two of them do.
    String identity = store.isShared() ? address(settings) : host;
    sender = new ChannelSender(host, identity, pings, service::settings);
    alerts = new Alerts(service, sender);
    test = new TestAlerts(service, sender, host);
    ServeSettings.Tls files = settings.listen().tls();
    tls = files == null ? null : new TlsFiles(files);
    Health health = new Health(service, watchdog, alerts);
    upstream = new Upstream(service, health, pings);
    Router router = new Router(service, health, test, limits.body());
    http = new HttpServer(settings.listen().host(), settings.listen().port(), limits, tls, router);
  }

  private static String address(ServeSettings settings) {
    String base = settings.listen().baseUrl();
    String host = base.isEmpty() ? null : URI.create(base).getHost();
    return host == null ? "heartbeat" : host;
  }

  private static Store open(Database database) {
    return switch (database) {
      case Database.Sqlite sqlite -> SqliteStore.open(sqlite.file());
      case Database.Postgres shared ->
          PostgresStore.open(shared.url(), shared.properties(), shared.toString());
    };
  }

  /**
   * Starts: takes over the checks of the config, handles what happened while it was down, then
   * listens. When a PostgreSQL database can't be reached, it listens at once, refuses pings, and
   * retries. Throws StoreException or IllegalStateException, with a message for the user, when it
   * can't use the SQLite file, the certificate or the address.
   *
   * @param host this machine's name
   * @param environment has the proxies for webhooks
   */
  public static SwitchServer start(
      ServeSettings settings, InstantSource clock, String host, Map<String, String> environment) {
    return start(settings, clock, host, environment, HttpServer.Limits.USUAL);
  }

  public static SwitchServer start(
      ServeSettings settings,
      InstantSource clock,
      String host,
      Map<String, String> environment,
      HttpServer.Limits limits) {
    return start(settings, clock, host, environment, limits, "unknown");
  }

  /**
   * Starts; {@code version} is that of this heartbeat, shown to other switches on the same
   * database.
   */
  public static SwitchServer start(
      ServeSettings settings,
      InstantSource clock,
      String host,
      Map<String, String> environment,
      HttpServer.Limits limits,
      String version) {
    SwitchServer server = new SwitchServer(settings, clock, host, environment, limits, version);
    try {
      server.begin();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void begin() {
    watchdog.guard();
    try {
      takeOver();
    } catch (StoreException e) {
      if (!store.isShared()) {
        throw e;
      }
      // Until the database can be reached, the switch answers pings with an error.
      LOG.error("{}; heartbeat retries until it is there", e.getMessage());
      starter = Thread.ofPlatform().name("start").start(this::keepTrying);
    }
    http.start();
    if (tls != null) {
      tls.watch();
    }
  }

  private void takeOver() {
    new ConfiguredChecks(service).take(service.settings().checks());
    if (!watching) {
      watchdog.start();
      watching = true;
    }
    alerts.start();
    upstream.start();
  }

  private void keepTrying() {
    try {
      while (!closing.await(1, TimeUnit.SECONDS)) {
        try {
          takeOver();
          LOG.info("the database is there");
          return;
        } catch (StoreException e) {
          LOG.debug("{}", e.getMessage());
        } catch (RuntimeException e) {
          LOG.error("the switch could not start", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Applies new settings, except for address, database and certificate files: these need a restart.
   * Returns the keys of those that have changed. Throws IllegalStateException, with a message for
   * the user, and changes nothing when the new config has no checks but the old one had: the file
   * may be in the middle of being written. Throws StoreException, and changes nothing either, when
   * the checks can't be stored.
   */
  public List<String> reload(ServeSettings settings) {
    if (settings.checks().isEmpty() && !service.settings().checks().isEmpty()) {
      throw new IllegalStateException(
          "it has no checks any more; the old one stays in force. If you mean it, restart the"
              + " switch");
    }
    replace(service.settings(), settings);
    if (tls != null) {
      tls.refresh();
    }
    service.watchdogWakeup().ring();
    alerts.tryAllNow();
    return needRestart(settings);
  }

  private void replace(ServeSettings before, ServeSettings after) {
    service.settings(after);
    try {
      new ConfiguredChecks(service).take(after.checks());
    } catch (StoreException e) {
      service.settings(before);
      throw e.and("the old config stays in force until the next reload");
    } catch (RuntimeException | Error e) {
      service.settings(before);
      throw e;
    }
  }

  private List<String> needRestart(ServeSettings now) {
    List<String> keys = new ArrayList<>();
    if (!now.listen().host().equals(begun.listen().host())
        || now.listen().port() != begun.listen().port()) {
      keys.add("listen");
    }
    if (!Objects.equals(now.listen().tls(), begun.listen().tls())) {
      keys.add("tls");
    }
    if (!now.storage().database().equals(begun.storage().database())) {
      keys.add("database");
    }
    return keys;
  }

  /**
   * Copies everything from a SQLite file into this database; returns the number of rows of each
   * table. Throws StoreException or IllegalStateException, with a message for the user, when that
   * fails.
   */
  public static Map<String, Long> copy(Path file, Database database) {
    try (SqliteStore from = SqliteStore.open(file);
        Store to = open(database)) {
      if (!to.isShared()) {
        throw new IllegalStateException(
            "--copy-from moves to PostgreSQL: set 'database' to postgresql://USER@HOST/NAME");
      }
      return DatabaseCopy.copy(from, to);
    }
  }

  /**
   * Sends a test alert on these channels, without a database; returns the results by the channel's
   * key.
   */
  public static Map<String, Delivery> testAlerts(
      ServeSettings settings,
      List<Channel> channels,
      InstantSource clock,
      String host,
      Map<String, String> environment) {
    PingSender pings =
        new PingSender(clock, RandomGenerator.getDefault(), Thread::sleep, environment);
    try (ChannelSender sender = new ChannelSender(host, host, pings, () -> settings)) {
      return sender.test(channels, TestAlerts.message(host, clock.instant()));
    }
  }

  /** The problem with the certificate's files, as far as the current user can see; null: none. */
  public static @Nullable String tlsProblem(ServeSettings settings) {
    ServeSettings.Tls files = settings.listen().tls();
    return files == null ? null : TlsFiles.problem(files);
  }

  /**
   * Whether watchdog and alerts work. This ignores whether the database can be written: a restart
   * would not free any disk space.
   */
  public boolean isAlive() {
    Thread waiting = starter;
    if (waiting != null && waiting.isAlive()) {
      return true; // it waits for its database
    }
    return watchdog.sinceTurn().compareTo(STUCK) < 0 && alerts.sinceTurn().compareTo(STUCK) < 0;
  }

  /** Sends test alerts. */
  public TestAlerts test() {
    return test;
  }

  /** The switch's database. */
  public Store store() {
    return store;
  }

  /** The URL on which it listens. */
  public URI uri() {
    return http.uri();
  }

  /** Stops: first the requests, then watchdog and alerts, then the database. */
  @Override
  public void close() {
    closing.countDown();
    join(starter);
    upstream.close();
    if (tls != null) {
      tls.close();
    }
    http.close();
    watchdog.close();
    alerts.close();
    sender.close();
    store.close();
  }

  private static void join(@Nullable Thread thread) {
    try {
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
