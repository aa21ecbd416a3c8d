package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.channel.Destination;
import heartbeat.channel.Slack;
import heartbeat.channel.Target;
import heartbeat.channel.Told;
import heartbeat.check.Event;
import heartbeat.check.Signal;
import heartbeat.model.Delivery;
import heartbeat.server.alert.AlertText;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Routes;
import heartbeat.server.store.AlertTable;
import heartbeat.server.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
class ToldOnceTest {
  private static final UUID RUN = new UUID(5, 6);
  private static final Target CHAT =
      new Target.ByService(new Slack("https://hooks.slack.com/services/T/B/x"));

  @Parameter StoreKind kind;
  @TempDir Path folder;
  private final Clock clock = new Clock();
  private Store store;
  private SwitchService service;

  @BeforeEach
  void open() {
    store = kind.open(folder.resolve("switch.db"));
    List<Channel> channels =
        List.of(
            new Channel.Mail(
                "mail", List.of("a@example.org", "b@example.org"), Duration.ofSeconds(30)),
            new Channel.Named(Destination.of("chat", CHAT), null));
    Routes routes = new Routes(channels, Map.of(), Map.of());
    service =
        new SwitchService(
            store,
            clock,
            Fixtures.settings(kind.database(folder.resolve("switch.db")), List.of(), routes));
    new ConfiguredChecks(service).take(List.of(Fixtures.check("job", Fixtures.UUID_1)));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whomTheClientToldTheSwitchDoesNotTellAgain() {
    ping(Signal.FAILURE, RUN, Told.byMail("a@example.org"), Told.byMail("b@example.org"));
    assertThat(told("mail")).isEmpty();
    assertThat(told("chat")).containsExactly("down");
    ping(Signal.SUCCESS, RUN, Told.byMail("a@example.org"), Told.byMail("b@example.org"));
    assertThat(told("mail")).isEmpty();
    assertThat(told("chat")).containsExactly("down", "recovered");
  }

  @Test
  void aChannelThatTheClientUsesTooIsToldOnce() {
    ping(Signal.FAILURE, RUN, Told.by(CHAT));
    assertThat(told("chat")).isEmpty();
    assertThat(told("mail")).containsExactly("down");
  }

  @Test
  void ofSeveralRecipientsOnlyThoseWhoDoNotKnowAreMailed() {
    ping(Signal.FAILURE, RUN, Told.byMail("a@example.org"));
    assertThat(told("mail")).containsExactly("down");
    AlertTable.Open open = open("mail").getFirst();
    assertThat(open.message().about().told()).containsExactly("a@example.org");
    assertThat(open.message().about().uuid()).isEqualTo(Fixtures.UUID_1.toString());
  }

  @Test
  void whatTheClientCannotKnowIsToldToAll() {
    ping(Signal.SUCCESS, RUN, Told.byMail("a@example.org"), Told.byMail("b@example.org"));
    clock.forward(Duration.ofHours(26));
    store.write(
        s ->
            service.apply(
                s, Objects.requireNonNull(s.checks().find(1)), new Event.Tick(), clock.instant()));
    assertThat(told("mail")).as("it missed its run").containsExactly("down");
    ping(Signal.SUCCESS, RUN, Told.by(CHAT));
    assertThat(told("chat"))
        .as("what the switch has opened it closes")
        .containsExactly("down", "recovered");
  }

  @Test
  void aRecoveryOfWhichTheClientSaysNothingIsToldByTheSwitch() {
    ping(Signal.FAILURE, RUN, Told.by(CHAT));
    ping(Signal.SUCCESS, RUN);
    assertThat(told("chat")).containsExactly("recovered");
  }

  @Test
  void aHeaderOfAnotherRunOrOfNoneCountsForNothing() {
    String header = Told.header(null, new UUID(7, 8), List.of(Told.by(CHAT)));
    send(Signal.FAILURE, RUN, header);
    assertThat(told("chat")).containsExactly("down");
    send(Signal.SUCCESS, null, header);
    send(Signal.FAILURE, null, header);
    send(Signal.SUCCESS, RUN, "garbage,,;".repeat(1000));
    assertThat(told("chat")).containsExactly("down", "recovered", "down", "recovered");
  }

  @Test
  void ofManyAlertsInOneMailEachRecipientGetsThoseOfWhichHeWasNotTold() {
    List<UUID> ids = List.of(new UUID(1, 1), new UUID(1, 2), new UUID(1, 3), new UUID(1, 4));
    new ConfiguredChecks(service)
        .take(
            ids.stream()
                .map(id -> Fixtures.check("c" + id.getLeastSignificantBits(), id))
                .toList());
    String toldA = Told.header(null, RUN, List.of(Told.byMail("a@example.org")));
    send(ids.get(0), Signal.FAILURE, RUN, "");
    send(ids.get(1), Signal.FAILURE, RUN, toldA);
    send(ids.get(2), Signal.FAILURE, RUN, "");
    send(ids.get(3), Signal.FAILURE, RUN, toldA);
    send(ids.get(1), Signal.SUCCESS, RUN, "");
    assertThat(mailed())
        .containsExactly(
            "not to []: DOWN: 2 checks: c1, c3",
            "not to [a@example.org]: DOWN: 2 checks: c2, c4",
            "not to []: UP: c2 is back");
  }

  /** What leaves by mail, and whom it leaves out. */
  private List<String> mailed() {
    List<String> mailed = new ArrayList<>();
    clock.forward(Duration.ofSeconds(31));
    try (Alerts alerts =
        new Alerts(
            service,
            (channel, message, id) -> {
              if (channel instanceof Channel.Mail) {
                mailed.add("not to " + message.about().told() + ": " + AlertText.subject(message));
              }
              return new Delivery.Delivered("ok");
            })) {
      alerts.sendDue();
    }
    return mailed;
  }

  private void ping(Signal signal, UUID run, String... recipients) {
    send(signal, run, Told.header(null, run, List.of(recipients)));
  }

  private void send(Signal signal, @org.jspecify.annotations.Nullable UUID run, String header) {
    send(Fixtures.UUID_1, signal, run, header);
  }

  private void send(
      UUID check, Signal signal, @org.jspecify.annotations.Nullable UUID run, String header) {
    PingRequest.Target target = new PingRequest.Target.ByUuid(check);
    service
        .intake()
        .ping(
            new PingRequest(target, signal, false, null, run, false),
            new PingOrigin("https", "POST", "192.0.2.7", "heartbeat", header),
            "log".getBytes(StandardCharsets.UTF_8));
  }

  private List<AlertTable.Open> open(String channel) {
    return store.read(
        s -> s.outbox().together(channel, clock.instant(), Duration.ofMinutes(1), 10));
  }

  private List<String> told(String channel) {
    return open(channel).stream().map(open -> open.message().kind()).toList();
  }
}
