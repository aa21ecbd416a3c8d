package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.channel.ChannelMessage.Kind;
import heartbeat.channel.Destination;
import heartbeat.channel.Slack;
import heartbeat.channel.Target;
import heartbeat.check.Check;
import heartbeat.check.Event;
import heartbeat.check.PingFilter;
import heartbeat.check.Policy;
import heartbeat.check.Schedule;
import heartbeat.check.Signal;
import heartbeat.check.Status;
import heartbeat.model.Delivery;
import heartbeat.server.alert.AlertText;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Message;
import heartbeat.server.alert.Routes;
import heartbeat.server.store.HeldAlerts;
import heartbeat.server.store.Origin;
import heartbeat.server.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StoreKind.class)
class DependenciesTest {
  private static final List<String> NAMES = List.of("router", "lan", "web-1", "web-2", "backup");
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  @Parameter StoreKind kind;
  @TempDir Path folder;
  private final Clock clock = new Clock();
  private final Map<String, Long> ids = new HashMap<>();
  private Set<Kind> on = EnumSet.of(Kind.DOWN, Kind.UP, Kind.REMINDER);
  private final Set<String> dead = new HashSet<>();
  private final List<String> story = new ArrayList<>();
  private final List<String> names = new ArrayList<>(NAMES);
  private Map<String, List<String>> dependsOn =
      Map.of("lan", List.of("router"), "web-1", List.of("lan"), "web-2", List.of("lan"));
  private Store store;
  private SwitchService service;
  private Watchdog watchdog;
  private Alerts alerts;

  @BeforeEach
  void open() {
    store = kind.open(folder.resolve("switch.db"));
    service = new SwitchService(store, clock, settings());
    new ConfiguredChecks(service).take(checks());
    for (int i = 0; i < NAMES.size(); i++) {
      ids.put(NAMES.get(i), (long) i + 1);
    }
    watchdog = new Watchdog(service, () -> clock.instant().toEpochMilli() * 1_000_000);
    watchdog.wakeUp();
    alerts = new Alerts(service, this::send);
  }

  private ServeSettings settings() {
    Target chat = new Target.ByService(new Slack("https://hooks.slack.com/x"));
    Destination pager = new Destination("ops", chat, on, Duration.ZERO, Duration.ZERO);
    List<Channel> ops = List.of(new Channel.Named(pager, null));
    Routes routes = new Routes(ops, Map.of(), Map.of(), ops, dependsOn);
    return Fixtures.settings(kind.database(folder.resolve("switch.db")), checks(), routes);
  }

  /** All ping each minute; the graces are of all lengths, so no order of the flips is given. */
  private static List<Check> checks() {
    return List.of(
        check("router", 1, 60),
        check("lan", 2, 90),
        check("web-1", 3, 30),
        check("web-2", 4, 300),
        check("backup", 5, 60));
  }

  private static Check check(String name, int uuid, int grace) {
    return new Check(
        new UUID(1, uuid),
        name,
        name,
        List.of(),
        "",
        new Schedule.Period(Duration.ofMinutes(1)),
        Duration.ofSeconds(grace),
        Policy.PLAIN,
        PingFilter.EVERYTHING);
  }

  private Delivery send(Channel channel, Message message, long id) {
    story.add(CLOCK.format(clock.instant()) + " " + AlertText.subject(message));
    return new Delivery.Delivered("ok");
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void theNightOfARouter() throws IOException {
    live(Duration.ofMinutes(5));
    dead.addAll(List.of("router", "lan", "web-1", "web-2"));
    live(Duration.ofMinutes(30));
    assertThat(status("web-1")).as("its flip is stored").isEqualTo(Status.DOWN);
    assertThat(heldBack()).containsExactlyInAnyOrder("lan", "web-1", "web-2");
    String listing = "held back until 12:35:00: " + String.join(", ", heldBack());
    dead.removeAll(List.of("router", "lan", "web-1"));
    live(Duration.ofMinutes(15));
    dead.clear();
    live(Duration.ofMinutes(2));
    assertThat(story)
        .containsExactly(
            "12:06:00 DOWN: router missed 2 runs",
            "12:35:00 UP: router is back",
            "12:40:00 DOWN: web-2 missed 6 runs",
            "12:50:00 UP: web-2 is back");
    assertThat(held()).isZero();
    Files.createDirectories(Path.of("target"));
    story.add(1, listing);
    Files.write(Path.of("target/night-of-a-router.txt"), story);
  }

  @Test
  void whatDoesNotDependOnItIsToldAtOnce() {
    live(Duration.ofMinutes(5));
    dead.addAll(List.of("router", "backup"));
    live(Duration.ofMinutes(5));
    assertThat(story)
        .containsExactly(
            "12:06:00 DOWN: router missed 2 runs", "12:06:00 DOWN: backup missed 2 runs");
  }

  @Test
  void aParentThatIsWellHoldsNothingBack() {
    live(Duration.ofMinutes(5));
    dead.add("web-1");
    live(Duration.ofMinutes(3));
    assertThat(story).containsExactly("12:05:30 DOWN: web-1 missed its run");
  }

  @Test
  void aParentThatIsOnlyLateDelaysTheAlertUntilItPings() {
    live(Duration.ofMinutes(5));
    dead.addAll(List.of("router", "web-1"));
    live(Duration.ofSeconds(40));
    assertThat(story).as("the router is overdue").isEmpty();
    dead.remove("router");
    live(Duration.ofSeconds(30));
    assertThat(story).containsExactly("12:05:40 DOWN: web-1 missed its run");
  }

  @Test
  void latenessIsHeldBackAsWellAndLeavesNothingBehind() {
    on = EnumSet.allOf(Kind.class);
    service.settings(settings());
    live(Duration.ofMinutes(5));
    dead.addAll(List.of("router", "web-2"));
    live(Duration.ofMinutes(3));
    dead.clear();
    live(Duration.ofMinutes(6));
    assertThat(story)
        .containsExactly(
            "12:05:10 LATE: router has not pinged, 6s after it was expected",
            "12:06:00 DOWN: router missed 2 runs",
            "12:08:00 UP: router is back");
    assertThat(held()).isZero();
  }

  @Test
  void whatWasToldBeforeTheParentWentDownIsToldToBeBack() {
    live(Duration.ofMinutes(5));
    dead.add("web-1");
    live(Duration.ofMinutes(5));
    dead.add("router");
    live(Duration.ofMinutes(5));
    dead.remove("web-1");
    live(Duration.ofMinutes(1));
    assertThat(story)
        .containsExactly(
            "12:05:30 DOWN: web-1 missed its run",
            "12:11:00 DOWN: router missed 2 runs",
            "12:15:00 UP: web-1 is back");
  }

  @Test
  void aPausedParentAndAConfigWithoutItReleaseWhatIsHeldBack() {
    live(Duration.ofMinutes(5));
    dead.addAll(List.of("router", "lan", "web-1", "web-2"));
    live(Duration.ofMinutes(10));
    assertThat(held()).isEqualTo(3);
    story.clear();
    dependsOn = Map.of("web-1", List.of("router"), "lan", List.of("router"));
    service.settings(settings());
    new ConfiguredChecks(service).take(checks());
    live(Duration.ofMinutes(6));
    assertThat(story).containsExactly("12:20:00 DOWN: web-2 missed 6 runs");
    story.clear();
    service.change(Objects.requireNonNull(ids.get("router")), new Event.Pause());
    live(Duration.ofMinutes(6));
    assertThat(story)
        .containsExactly("12:22:30 DOWN: web-1 missed its run", "12:23:30 DOWN: lan missed 2 runs");
  }

  @Test
  void aRestartForgetsNothing() {
    live(Duration.ofMinutes(5));
    dead.addAll(List.of("router", "web-1"));
    live(Duration.ofMinutes(10));
    assertThat(held()).isEqualTo(1);
    store.close();
    ids.clear();
    open();
    dead.remove("router");
    live(Duration.ofMinutes(3));
    assertThat(story).last().asString().contains("DOWN: web-1 missed");
  }

  @Test
  void aCheckThatTheConfigDoesNotOwnMayDependOnOneThatItOwns() {
    Check made = check("extra", 6, 30).dependingOn(List.of(new UUID(1, 2)));
    ids.put("extra", store.write(s -> s.definitions().add(Origin.API, made)));
    names.add("extra");
    live(Duration.ofMinutes(5));
    dead.addAll(List.of("router", "lan", "web-1", "extra"));
    live(Duration.ofMinutes(10));
    assertThat(heldBack()).containsExactlyInAnyOrder("lan", "web-1", "extra");
    dead.removeAll(List.of("router", "lan", "web-1"));
    live(Duration.ofMinutes(5));
    assertThat(story)
        .containsExactly(
            "12:06:00 DOWN: router missed 2 runs",
            "12:15:00 UP: router is back",
            "12:16:30 DOWN: extra missed its run");
  }

  @Test
  void theParentsAlertSaysHowManyAreHeldBack() {
    List<String> notes = new ArrayList<>();
    alerts =
        new Alerts(
            service,
            (channel, message, id) -> {
              notes.add(message.note());
              return new Delivery.Delivered("ok");
            });
    live(Duration.ofMinutes(5));
    dead.add("router");
    live(Duration.ofMinutes(3));
    assertThat(notes)
        .containsExactly(
            "Alerts of the 3 checks that depend on it are held back until it is up again.");
  }

  /** Ten seconds at a time: who is not dead pings each minute; then the threads of the switch. */
  private void live(Duration time) {
    for (long s = 0; s < time.toSeconds(); s += 10) {
      if (clock.instant().getEpochSecond() % 60 == 0 || !dead.equals(before)) {
        for (String name : names) {
          if (!dead.contains(name)) {
            ping(name);
          }
        }
      }
      before = Set.copyOf(dead);
      watchdog.look();
      alerts.sendDue();
      clock.forward(Duration.ofSeconds(10));
    }
  }

  private Set<String> before = Set.of();

  private void ping(String name) {
    store.write(
        s ->
            service.apply(
                s,
                Objects.requireNonNull(s.checks().find(Objects.requireNonNull(ids.get(name)))),
                new Event.Ping(Signal.SUCCESS, null),
                clock.instant()));
  }

  private Status status(String name) {
    return store.read(
        s ->
            Objects.requireNonNull(s.checks().find(Objects.requireNonNull(ids.get(name))))
                .state()
                .status());
  }

  private int held() {
    return heldBack().size();
  }

  private List<String> heldBack() {
    return store.read(
        s -> {
          List<String> names = new ArrayList<>();
          for (HeldAlerts.Holdable one : s.heldAlerts().holdable(clock.instant(), false)) {
            names.add(s.definitions().name(one.check()));
          }
          return names;
        });
  }
}
