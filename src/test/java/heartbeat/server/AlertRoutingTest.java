package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.channel.ChannelMessage.Kind;
import heartbeat.channel.Destination;
import heartbeat.channel.Slack;
import heartbeat.channel.Target;
import heartbeat.check.Event;
import heartbeat.check.QuietHours;
import heartbeat.check.Signal;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.ChannelMessages;
import heartbeat.server.alert.Routes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StoreKind.class)
class AlertRoutingTest {
  private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);

  @Parameter StoreKind kind;
  @TempDir Path folder;
  private Stage stage;

  @BeforeEach
  void open() {
    QuietHours night = new QuietHours(LocalTime.of(11, 0), LocalTime.of(13, 0), ZoneId.of("UTC"));
    List<Channel> channels =
        List.of(
            channel("first", ALL, Duration.ZERO, null),
            channel("second", ALL, Duration.ofMinutes(30), null),
            channel("down-only", EnumSet.of(Kind.DOWN), Duration.ZERO, null),
            channel("gathers", ALL, Duration.ZERO, null, Duration.ofSeconds(30)),
            channel("sleeper", ALL, Duration.ZERO, night));
    Routes routes = new Routes(channels, Map.of(), Map.of());
    stage = new Stage(kind, folder, routes, Fixtures.check("job", Fixtures.UUID_1));
  }

  private static Channel channel(
      String name, Set<Kind> on, Duration after, @Nullable QuietHours quiet) {
    return channel(name, on, after, quiet, Duration.ZERO);
  }

  private static Channel channel(
      String name, Set<Kind> on, Duration after, @Nullable QuietHours quiet, Duration gather) {
    Target target = new Target.ByService(new Slack("https://hooks.slack.com/x"));
    return new Channel.Named(new Destination(name, target, on, after, gather), quiet);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void theSecondChannelHearsOnlyOfWhatIsStillDownThen() {
    happens(Signal.FAILURE);
    assertThat(dueOn("second")).isEmpty();
    stage.clock.forward(Duration.ofMinutes(29));
    assertThat(dueOn("second")).isEmpty();
    stage.clock.forward(Duration.ofMinutes(1));
    assertThat(dueOn("second")).containsExactly("down");
    happens(Signal.SUCCESS);
    assertThat(dueOn("second")).containsExactly("down", "recovered");
  }

  @Test
  void theSecondChannelHearsNothingOfWhatRecoversBefore() {
    happens(Signal.FAILURE);
    stage.clock.forward(Duration.ofMinutes(20));
    happens(Signal.SUCCESS);
    stage.clock.forward(Duration.ofHours(2));
    assertThat(dueOn("second")).isEmpty();
    assertThat(dueOn("first")).containsExactly("down", "recovered");
  }

  @Test
  void whoPausesACheckHasAcknowledgedIt() {
    happens(Signal.FAILURE);
    stage.service.change(1, new Event.Pause());
    stage.clock.forward(Duration.ofHours(1));
    assertThat(dueOn("second")).isEmpty();
  }

  @Test
  void whatSomebodyAcknowledgedIsNotEscalatedNorItsRecoveryToldThere() {
    happens(Signal.FAILURE);
    stage.service.change(1, new Event.Acknowledge());
    stage.clock.forward(Duration.ofHours(1));
    happens(Signal.SUCCESS);
    assertThat(dueOn("second")).isEmpty();
    assertThat(dueOn("first")).containsExactly("down", "recovered");
    happens(Signal.FAILURE);
    stage.clock.forward(Duration.ofMinutes(30));
    assertThat(dueOn("second")).containsExactly("down");
  }

  @Test
  void aChannelHearsOnlyOfWhatItIsOnFor() {
    happens(Signal.FAILURE);
    happens(Signal.SUCCESS);
    assertThat(dueOn("down-only")).containsExactly("down");
  }

  @Test
  void inItsQuietHoursAChannelWaitsAndLosesNothing() {
    happens(Signal.FAILURE);
    happens(Signal.SUCCESS);
    assertThat(dueOn("sleeper")).isEmpty();
    stage.clock.forward(Duration.ofHours(1));
    assertThat(dueOn("sleeper")).containsExactly("down", "recovered");
  }

  @Test
  void latenessAndThePingAfterAllAreToldToWhoAskedForIt() {
    happens(Signal.SUCCESS);
    stage.clock.forward(Duration.ofHours(24).plusMinutes(2));
    stage.look(Fixtures.UUID_1);
    stage.clock.forward(Duration.ofMinutes(5));
    happens(Signal.SUCCESS);
    assertThat(dueOn("first")).containsExactly("late", "arrived");
    assertThat(dueOn("down-only")).isEmpty();
    assertThat(dueOn("second")).as("it hears of what is down only").isEmpty();
  }

  @Test
  void whatComesBeforeItsLatenessWasToldIsNotToldAtAll() {
    happens(Signal.SUCCESS);
    stage.clock.forward(Duration.ofHours(24).plusMinutes(2));
    stage.look(Fixtures.UUID_1);
    stage.clock.forward(Duration.ofSeconds(20));
    happens(Signal.SUCCESS);
    stage.clock.forward(Duration.ofMinutes(5));
    assertThat(dueOn("gathers")).isEmpty();
  }

  @Test
  void aRecoveryIsAboutTheSameAsItsFailureSoThatAPagerResolvesIt() {
    happens(Signal.FAILURE);
    happens(Signal.SUCCESS);
    List<String> keys =
        stage.store.read(
            s ->
                s.outbox().together("first", stage.clock.instant(), Duration.ZERO, 10).stream()
                    .map(open -> ChannelMessages.of(open.message(), open.id(), "web1").key())
                    .toList());
    assertThat(keys).hasSize(2).containsOnly("heartbeat/" + Fixtures.UUID_1);
  }

  private void happens(Signal signal) {
    stage.ping(Fixtures.UUID_1, signal, null, "");
  }

  private List<String> dueOn(String channel) {
    return stage.told(channel);
  }
}
