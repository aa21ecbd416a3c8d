package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.channel.Destination;
import heartbeat.channel.Slack;
import heartbeat.channel.Target;
import heartbeat.channel.ToldRecipients;
import heartbeat.check.Check;
import heartbeat.check.Signal;
import heartbeat.model.Delivery;
import heartbeat.server.alert.AlertText;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Message;
import heartbeat.server.alert.Routes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private Stage stage;

  @BeforeEach
  void open() {
    List<Channel> channels =
        List.of(
            new Channel.Mail(
                "mail", List.of("a@example.org", "b@example.org"), Duration.ofSeconds(30)),
            new Channel.Named(Destination.of("chat", CHAT), null));
    Routes routes = new Routes(channels, Map.of(), Map.of());
    stage = new Stage(kind, folder, routes, Fixtures.check("job", Fixtures.UUID_1));
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void whomTheClientToldTheSwitchDoesNotTellAgain() {
    ping(
        Signal.FAILURE,
        RUN,
        ToldRecipients.byMail("a@example.org"),
        ToldRecipients.byMail("b@example.org"));
    assertThat(told("mail")).isEmpty();
    assertThat(told("chat")).containsExactly("down");
    ping(
        Signal.SUCCESS,
        RUN,
        ToldRecipients.byMail("a@example.org"),
        ToldRecipients.byMail("b@example.org"));
    assertThat(told("mail")).isEmpty();
    assertThat(told("chat")).containsExactly("down", "recovered");
  }

  @Test
  void aChannelThatTheClientUsesTooIsToldOnce() {
    ping(Signal.FAILURE, RUN, ToldRecipients.by(CHAT));
    assertThat(told("chat")).isEmpty();
    assertThat(told("mail")).containsExactly("down");
  }

  @Test
  void ofSeveralRecipientsOnlyThoseWhoDoNotKnowAreMailed() {
    ping(Signal.FAILURE, RUN, ToldRecipients.byMail("a@example.org"));
    assertThat(told("mail")).containsExactly("down");
    Message mail = alerts("mail").getFirst();
    assertThat(mail.about().told()).containsExactly("a@example.org");
    assertThat(mail.about().uuid()).isEqualTo(Fixtures.UUID_1.toString());
  }

  @Test
  void whatTheClientCannotKnowIsToldToAll() {
    ping(
        Signal.SUCCESS,
        RUN,
        ToldRecipients.byMail("a@example.org"),
        ToldRecipients.byMail("b@example.org"));
    stage.clock.forward(Duration.ofHours(26));
    stage.look(Fixtures.UUID_1);
    assertThat(told("mail")).as("it missed its run").containsExactly("down");
    ping(Signal.SUCCESS, RUN, ToldRecipients.by(CHAT));
    assertThat(told("chat"))
        .as("what the switch has opened it closes")
        .containsExactly("down", "recovered");
  }

  @Test
  void aRecoveryOfWhichTheClientSaysNothingIsToldByTheSwitch() {
    ping(Signal.FAILURE, RUN, ToldRecipients.by(CHAT));
    ping(Signal.SUCCESS, RUN);
    assertThat(told("chat")).containsExactly("recovered");
  }

  @Test
  void aHeaderOfAnotherRunOrOfNoneCountsForNothing() {
    String header = ToldRecipients.header(null, new UUID(7, 8), List.of(ToldRecipients.by(CHAT)));
    stage.ping(Fixtures.UUID_1, Signal.FAILURE, RUN, header);
    assertThat(told("chat")).containsExactly("down");
    stage.ping(Fixtures.UUID_1, Signal.SUCCESS, null, header);
    stage.ping(Fixtures.UUID_1, Signal.FAILURE, null, header);
    stage.ping(Fixtures.UUID_1, Signal.SUCCESS, RUN, "garbage,,;".repeat(1000));
    assertThat(told("chat")).containsExactly("down", "recovered", "down", "recovered");
  }

  @Test
  void ofManyAlertsInOneMailEachRecipientGetsThoseOfWhichHeWasNotTold() {
    List<UUID> ids = List.of(new UUID(1, 1), new UUID(1, 2), new UUID(1, 3), new UUID(1, 4));
    stage.config(
        ids.stream()
            .map(id -> Fixtures.check("c" + id.getLeastSignificantBits(), id))
            .toArray(Check[]::new));
    String toldA =
        ToldRecipients.header(null, RUN, List.of(ToldRecipients.byMail("a@example.org")));
    stage.ping(ids.get(0), Signal.FAILURE, RUN, "");
    stage.ping(ids.get(1), Signal.FAILURE, RUN, toldA);
    stage.ping(ids.get(2), Signal.FAILURE, RUN, "");
    stage.ping(ids.get(3), Signal.FAILURE, RUN, toldA);
    stage.ping(ids.get(1), Signal.SUCCESS, RUN, "");
    assertThat(mailed())
        .containsExactly(
            "not to []: DOWN: 2 checks: c1, c3",
            "not to [a@example.org]: DOWN: 2 checks: c2, c4",
            "not to []: UP: c2 is back");
  }

  /** What leaves by mail, and whom it leaves out. */
  private List<String> mailed() {
    List<String> mailed = new ArrayList<>();
    stage.clock.forward(Duration.ofSeconds(31));
    try (Alerts alerts =
        new Alerts(
            stage.service,
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
    stage.ping(Fixtures.UUID_1, signal, run, ToldRecipients.header(null, run, List.of(recipients)));
  }

  /** What will be sent on this channel within a minute. */
  private List<Message> alerts(String channel) {
    return stage.alerts(channel, Duration.ofMinutes(1));
  }

  private List<String> told(String channel) {
    return alerts(channel).stream().map(Message::kind).toList();
  }
}
