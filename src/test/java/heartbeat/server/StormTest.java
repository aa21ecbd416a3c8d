package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.channel.ChannelMessage;
import heartbeat.channel.ChannelMessage.Kind;
import heartbeat.channel.Destination;
import heartbeat.channel.Slack;
import heartbeat.channel.Target;
import heartbeat.check.Check;
import heartbeat.check.Event;
import heartbeat.check.Signal;
import heartbeat.model.Delivery;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.ChannelMessages;
import heartbeat.server.alert.Message;
import heartbeat.server.alert.Routes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StoreKind.class)
class StormTest {
  private static final int CHECKS = 1_000;

  @Parameter StoreKind kind;
  @TempDir Path folder;
  private final List<Message> sent = Collections.synchronizedList(new ArrayList<>());
  private Stage stage;

  @BeforeEach
  void open() {
    Target chat = new Target.ByService(new Slack("https://hooks.slack.com/x"));
    Destination ops =
        new Destination(
            "ops", chat, EnumSet.allOf(Kind.class), Duration.ZERO, Duration.ofSeconds(30));
    Routes routes = new Routes(List.of(new Channel.Named(ops, null)), Map.of(), Map.of());
    List<Check> checks = new ArrayList<>();
    for (int i = 1; i <= CHECKS; i++) {
      checks.add(Fixtures.check("job-" + i, new UUID(1, i)));
    }
    stage = new Stage(kind, folder, routes, checks.toArray(Check[]::new));
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void aThousandChecksThatFailAtOnceAreOneMessage() throws Exception {
    happens(Signal.FAILURE, CHECKS);
    assertThat(sentWithin(Duration.ofSeconds(29), 1)).isEmpty();
    assertThat(sentWithin(Duration.ofSeconds(6), 1)).hasSize(1);
    ChannelMessage told = ChannelMessages.of(sent.getFirst(), 1, "web1");
    assertThat(told.kind()).isEqualTo(Kind.DOWN);
    assertThat(told.subject()).isEqualTo("DOWN: 1000 checks: job-1, job-2, job-3 and 997 more");
    assertThat(told.text()).contains("DOWN: job-1 failed", "and 950 more");
    assertThat(stage.store.<Integer>read(s -> s.alertOverview().waiting())).isZero();
  }

  @Test
  void oneThatIsAloneIsToldInItsOwnWords() throws Exception {
    happens(Signal.FAILURE, 1);
    assertThat(sentWithin(Duration.ofSeconds(31), 1)).hasSize(1);
    assertThat(sent.getFirst().check()).isEqualTo("job-1");
  }

  @Test
  void whatFailsAndRecoversInTheMeantimeIsToldAsBack() throws Exception {
    happens(Signal.FAILURE, 2);
    stage.clock.forward(Duration.ofSeconds(10));
    happens(Signal.SUCCESS, 2);
    assertThat(sentWithin(Duration.ofSeconds(25), 1)).hasSize(1);
    ChannelMessage told = ChannelMessages.of(sent.getFirst(), 1, "web1");
    assertThat(told.kind()).isEqualTo(Kind.UP);
    assertThat(told.subject()).isEqualTo("UP: 2 checks: job-1, job-2");
  }

  @Test
  void aStormIsOneMailAlsoWhereTheMailIsWrittenInPlace() throws Exception {
    Channel mail =
        new Channel.Mail("default/mail", List.of("a@example.org"), Duration.ofSeconds(30));
    stage.service.settings(
        Fixtures.settings(
            folder.resolve("switch.db"), List.of(), new Routes(List.of(mail), Map.of(), Map.of())));
    happens(Signal.FAILURE, CHECKS);
    assertThat(sentWithin(Duration.ofSeconds(29), 1)).as("the first one waits for all").isEmpty();
    assertThat(sentWithin(Duration.ofSeconds(6), 1)).hasSize(1);
    assertThat(ChannelMessages.of(sent.getFirst(), 1, "web1").subject())
        .startsWith("DOWN: 1000 checks");
  }

  private void happens(Signal signal, int checks) {
    stage.store.write(
        s -> {
          for (long id = 1; id <= checks; id++) {
            stage.service.apply(
                s,
                Objects.requireNonNull(s.checks().find(id)),
                new Event.Ping(signal, null),
                stage.clock.instant());
          }
          return true;
        });
  }

  /** What was sent when this time is over; waits for what is due only. */
  private List<Message> sentWithin(Duration time, int expected) throws InterruptedException {
    stage.clock.forward(time);
    boolean due =
        stage.store.<List<?>>read(s -> s.outbox().heads(stage.clock.instant())).size() > 0;
    CountDownLatch done = new CountDownLatch(due ? expected : 0);
    try (Alerts alerts =
        new Alerts(
            stage.service,
            (channel, message, id) -> {
              sent.add(message);
              done.countDown();
              return new Delivery.Delivered("ok");
            })) {
      alerts.start();
      assertThat(done.await(120, TimeUnit.SECONDS)).isTrue();
    }
    return List.copyOf(sent);
  }
}
