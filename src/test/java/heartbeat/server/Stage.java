package heartbeat.server;

import heartbeat.check.Check;
import heartbeat.check.Event;
import heartbeat.check.Signal;
import heartbeat.server.alert.Message;
import heartbeat.server.alert.Routes;
import heartbeat.server.store.AlertTable;
import heartbeat.server.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A switch without its threads. The test sets its clock, pings it, and sees what it tells on its
 * channels.
 */
final class Stage implements AutoCloseable {
  final Clock clock;
  final Store store;
  final SwitchService service;

  /** Its config has these channels, and these checks. */
  Stage(StoreKind kind, Path folder, Routes routes, Check... checks) {
    this(kind, kind.open(folder.resolve("switch.db")), folder, routes, checks);
  }

  /** Likewise, with a store of the test's own. */
  Stage(StoreKind kind, Store store, Path folder, Routes routes, Check... checks) {
    this(
        store,
        new Clock(),
        Fixtures.settings(kind.database(folder.resolve("switch.db")), List.of(), routes));
    config(checks);
  }

  /** One of several switches on a database. */
  Stage(Database database, Clock clock, String name, Routes routes) {
    this(StoreKind.open(database), clock, Fixtures.settings(database, List.of(), routes));
    service.nodes(new Nodes(store.isShared(), name, "1"));
  }

  private Stage(Store store, Clock clock, ServeSettings settings) {
    this.store = store;
    this.clock = clock;
    this.service = new SwitchService(store, clock, settings);
  }

  /** From now on, the config has these checks. */
  void config(Check... checks) {
    ServeSettings old = service.settings();
    service.settings(
        Fixtures.settings(old.storage().database(), List.of(checks), old.alerting().routes()));
    new ConfiguredChecks(service).take(List.of(checks));
  }

  /** A success, without a run id. */
  PingReply ping(UUID check) {
    return ping(check, Signal.SUCCESS, null, "");
  }

  /** A ping of a client that has told people already: {@code told} is its header. */
  PingReply ping(UUID check, Signal signal, @Nullable UUID run, String told) {
    PingRequest.Target target = new PingRequest.Target.ByUuid(check);
    return ping(new PingRequest(target, signal, true, null, run, false), told);
  }

  /** A success of the check with this slug, which is made if there is none. */
  PingReply pingOrMake(String slug) {
    PingRequest.Target target = new PingRequest.Target.BySlug(Fixtures.KEY, slug);
    return ping(new PingRequest(target, Signal.SUCCESS, true, null, null, true), "");
  }

  private PingReply ping(PingRequest call, String told) {
    return service
        .intake()
        .ping(
            call,
            new PingOrigin("http", "GET", "::1", "heartbeat", told),
            "log".getBytes(StandardCharsets.UTF_8));
  }

  /** The check is judged, as the watchdog does it. */
  void look(UUID check) {
    store.write(
        s ->
            service.apply(
                s,
                Objects.requireNonNull(s.checks().find(check)),
                new Event.Tick(),
                clock.instant()));
  }

  /** The alerts that are to be sent on this channel by now, the oldest first. */
  List<Message> alerts(String channel) {
    return alerts(channel, Duration.ZERO);
  }

  /** The alerts that are to be sent on this channel within this time, the oldest first. */
  List<Message> alerts(String channel, Duration time) {
    return store.read(s -> s.outbox().together(channel, clock.instant(), time, 100)).stream()
        .map(AlertTable.Open::message)
        .toList();
  }

  /** The kinds of the alerts that are to be sent on this channel by now. */
  List<String> told(String channel) {
    return alerts(channel).stream().map(Message::kind).toList();
  }

  /** How many alerts are not sent yet, on all channels. */
  int waiting() {
    return store.read(s -> s.alertOverview().waiting());
  }

  @Override
  public void close() {
    store.close();
  }
}
