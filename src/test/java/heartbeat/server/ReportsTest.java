package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.check.Check;
import heartbeat.check.CronExpression;
import heartbeat.check.Event;
import heartbeat.check.PingFilter;
import heartbeat.check.Policy;
import heartbeat.check.Schedule;
import heartbeat.check.Signal;
import heartbeat.model.Delivery;
import heartbeat.server.alert.AlertText;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Message;
import heartbeat.server.alert.Report;
import heartbeat.server.alert.Routes;
import heartbeat.server.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
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
class ReportsTest {
  private static final ZoneId UTC = ZoneId.of("UTC");

  @Parameter StoreKind kind;
  @TempDir Path folder;

  /** Begins on a Sunday at noon: the report is due on Monday at eight. */
  private final Clock clock = new Clock();

  private final List<Message> sent = new ArrayList<>();
  private Store store;
  private SwitchService service;

  @BeforeEach
  void open() {
    store = kind.open(folder.resolve("switch.db"));
    Routes routes =
        new Routes(List.of(new Channel.Mail("default/mail", List.of())), Map.of(), Map.of());
    List<Check> checks = List.of(check("backup", 1, "db"), check("web", 2, "www"), check("new", 3));
    ServeSettings plain =
        Fixtures.settings(kind.database(folder.resolve("switch.db")), checks, routes);
    Report weekly =
        new Report(
            List.of("boss@example.org"), new Schedule.Cron(CronExpression.parse("0 8 * * 1"), UTC));
    ServeSettings settings =
        Fixtures.alerting(
            plain,
            new ServeSettings.Alerting(
                routes, null, "switch@example.org", Duration.ofDays(3), List.of(), weekly));
    service = new SwitchService(store, clock, settings);
    new ConfiguredChecks(service).take(checks);
  }

  private static Check check(String name, int uuid, String... tags) {
    return new Check(
        new UUID(1, uuid),
        name,
        name,
        List.of(tags),
        "",
        new Schedule.Period(Duration.ofDays(365)),
        Duration.ofHours(1),
        Policy.PLAIN,
        PingFilter.EVERYTHING);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void onceAWeekItSaysHowTheChecksDidAndProvesThatAlertingWorks() {
    look();
    ping(1, Signal.SUCCESS);
    ping(2, Signal.SUCCESS);
    for (int i = 0; i < 3; i++) {
      ping(1, Signal.FAILURE);
      clock.forward(Duration.ofHours(1));
      ping(1, Signal.SUCCESS);
      clock.forward(Duration.ofHours(1));
    }
    look();
    assertThat(sent).isEmpty();
    clock.forward(Duration.ofHours(14));
    look();
    assertThat(sent).hasSize(1);
    Message report = sent.getFirst();
    assertThat(AlertText.subject(report))
        .isEqualTo("Report: 3 checks, 0 down now, 1 went down since 2026-03-01");
    assertThat(report.note())
        .contains(
            "Downtimes:\n  backup: 3h in all, went down 3 times, up 85.000 %\n",
            "Uptime by tag:\n",
            "  db: 85.000 %\n  www: 100 %\n",
            "Flaky: down 3 times or more:\n  backup: 3 times\n",
            "Never pinged:\n  new\n",
            "so alerting by mail works");
    clock.forward(Duration.ofDays(6));
    look();
    assertThat(sent).hasSize(1);
    clock.forward(Duration.ofDays(1));
    look();
    assertThat(sent).hasSize(2);
  }

  @Test
  void itsTimesAreThoseOfTheSwitchsZone() {
    TimeZone usual = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
      look();
      clock.forward(Duration.ofDays(2));
      look();
      assertThat(sent.getFirst().note()).startsWith("From 2026-03-02 01:00:00 NZDT to ");
      assertThat(AlertText.subject(sent.getFirst())).endsWith("since 2026-03-02");
    } finally {
      TimeZone.setDefault(usual);
    }
  }

  @Test
  void aSwitchThatWasDownAtThatTimeSendsItOnceAfterwards() {
    look();
    clock.forward(Duration.ofDays(15));
    store.close();
    open();
    look();
    look();
    assertThat(sent).hasSize(1);
  }

  @Test
  void aReportThatCannotBeSentWaitsAsAnyAlertAndTheNextOneNamesTheChannel() {
    look();
    store.write(
        s -> {
          Message notice = Message.notice("outage", clock.instant(), null, "x");
          s.outbox().add(null, "default/mail", notice, clock.instant(), clock.instant());
          return true;
        });
    clock.forward(Duration.ofDays(1));
    refuse = true;
    look();
    refuse = false;
    clock.forward(Duration.ofMinutes(11));
    look();
    assertThat(sent.stream().map(Message::kind)).containsExactlyInAnyOrder("outage", "report");
    refuse = true;
    store.write(
        s -> {
          Message notice = Message.notice("outage", clock.instant(), null, "x");
          s.outbox().add(null, "default/mail", notice, clock.instant(), clock.instant());
          return true;
        });
    look();
    refuse = false;
    sent.clear();
    clock.forward(Duration.ofDays(7));
    new Reports(service).look(now());
    look();
    assertThat(sent.stream().filter(one -> one.kind().equals("report")).findFirst())
        .hasValueSatisfying(
            one -> {
              assertThat(AlertText.subject(one)).endsWith("; alerts could not be delivered");
              assertThat(one.note()).contains("default/mail: 1 still waiting: refused");
            });
  }

  private boolean refuse;

  private Instant now() {
    return service.now();
  }

  private void look() {
    new Reports(service).look(now());
    new Alerts(service, this::send).sendDue();
  }

  private Delivery send(Channel channel, Message message, long id) {
    if (refuse) {
      return new Delivery.Undelivered("refused", false);
    }
    sent.add(message);
    boolean report = message.kind().equals("report");
    assertThat(channel.key()).isEqualTo(report ? Report.KEY : "default/mail");
    return new Delivery.Delivered("ok");
  }

  /** Without the alerts that it leads to. */
  private void ping(long id, Signal signal) {
    store.write(
        s -> {
          service.apply(
              s,
              Objects.requireNonNull(s.checks().find(id)),
              new Event.Ping(signal, null),
              clock.instant());
          s.update("DELETE FROM alerts");
          return true;
        });
  }
}
