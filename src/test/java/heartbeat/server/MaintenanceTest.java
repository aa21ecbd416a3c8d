package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.check.Check;
import heartbeat.check.CronExpression;
import heartbeat.check.Maintenance;
import heartbeat.check.Schedule;
import heartbeat.check.Signal;
import heartbeat.server.page.Browsed;
import heartbeat.server.store.PlannedMaintenance;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** While somebody works on a machine, alerts wait. The clock starts at noon. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class MaintenanceTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Parameter StoreKind kind;
  @TempDir Path folder;
  private Stage stage;

  @BeforeEach
  void open() {
    stage = new Stage(kind, folder, Fixtures.MAIL, Fixtures.check("job", Fixtures.UUID_1));
  }

  private void during(Maintenance planned) {
    ServeSettings settings = stage.service.settings();
    stage.service.settings(
        Fixtures.alerting(
            settings,
            new ServeSettings.Alerting(
                Fixtures.MAIL, null, "switch@example.org", Duration.ofDays(3), List.of(planned))));
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void flipsAreStoredAndWhatIsStillDownAtTheEndIsToldThen() {
    during(once(Maintenance.Scope.ALL, -10, 60));
    happens(Signal.FAILURE);
    assertThat(Browsed.flips(stage.store, Fixtures.UUID_1)).hasSize(1);
    stage.clock.forward(Duration.ofMinutes(59));
    assertThat(due()).isEmpty();
    stage.clock.forward(Duration.ofMinutes(1));
    assertThat(due()).containsExactly("down");
    happens(Signal.SUCCESS);
    assertThat(due()).containsExactly("down", "recovered");
  }

  @Test
  void ofWhatWentDownAndCameBackMeanwhileNobodyHears() {
    during(once(Maintenance.Scope.ALL, -10, 60));
    for (int i = 0; i < 3; i++) {
      happens(Signal.FAILURE);
      happens(Signal.SUCCESS);
    }
    assertThat(Browsed.flips(stage.store, Fixtures.UUID_1)).hasSize(6);
    stage.clock.forward(Duration.ofHours(2));
    assertThat(due()).isEmpty();
  }

  @Test
  void whatWasToldDownBeforeIsToldRecoveredAtTheEnd() {
    during(once(Maintenance.Scope.ALL, 5, 60));
    happens(Signal.FAILURE);
    stage.clock.forward(Duration.ofMinutes(10));
    happens(Signal.SUCCESS);
    happens(Signal.FAILURE);
    happens(Signal.SUCCESS);
    assertThat(due()).containsExactly("down");
    stage.clock.forward(Duration.ofHours(1));
    assertThat(due()).containsExactly("down", "recovered");
  }

  @Test
  void whatWasToldDownBeforeAndIsDownAgainAtTheEndIsNotToldTwice() {
    during(once(Maintenance.Scope.ALL, 5, 60));
    happens(Signal.FAILURE);
    stage.clock.forward(Duration.ofMinutes(10));
    happens(Signal.SUCCESS);
    happens(Signal.FAILURE);
    stage.clock.forward(Duration.ofHours(1));
    assertThat(due()).containsExactly("down");
  }

  @Test
  void otherChecksAreToldAtOnce() {
    during(once(new Maintenance.Scope(List.of("other"), List.of("moodle")), -10, 60));
    happens(Signal.FAILURE);
    assertThat(due()).containsExactly("down");
  }

  @Test
  void maintenancePlannedOnThePageHoldsAlertsToo() {
    Maintenance.Scope job = new Maintenance.Scope(List.of("job"), List.of());
    stage.store.write(
        s -> {
          PlannedMaintenance.add(s, once(job, -10, 60), stage.clock.instant());
          return true;
        });
    happens(Signal.FAILURE);
    assertThat(due()).isEmpty();
    stage.clock.forward(Duration.ofHours(1));
    assertThat(due()).containsExactly("down");
  }

  @Test
  void whatIsPlannedIsReadBackAndForgottenWhenItIsOver() {
    Maintenance weekly = weekly();
    List<PlannedMaintenance.Planned> left =
        stage.store.write(
            s -> {
              PlannedMaintenance.add(s, once(Maintenance.Scope.ALL, -10, 60), NOON);
              PlannedMaintenance.add(s, weekly, NOON.plus(Duration.ofHours(2)));
              return PlannedMaintenance.all(s);
            });
    assertThat(left).hasSize(1);
    assertThat(left.getFirst().maintenance().why()).isEqualTo("updates");
    Check job = Fixtures.check("job", Fixtures.UUID_1);
    Instant sunday = Instant.parse("2026-03-01T23:00:00Z");
    assertThat(Maintenance.of(job, List.of(left.getFirst().maintenance()), sunday))
        .isEqualTo(Maintenance.of(job, List.of(weekly), sunday))
        .isNotNull();
    stage.store.write(s -> PlannedMaintenance.remove(s, left.getFirst().id()));
    assertThat(stage.store.read(PlannedMaintenance::all)).isEmpty();
  }

  @Test
  void aWindowBeginsAtItsCronTimeAndEndsWhenItsLengthIsOver() {
    Check job = Fixtures.check("job", Fixtures.UUID_1);
    Instant sunday = Instant.parse("2026-03-01T22:00:00Z");
    List<Maintenance> all = List.of(weekly());
    assertThat(Maintenance.of(job, all, sunday.minusMillis(1))).isNull();
    Maintenance.Span window = new Maintenance.Span(sunday, sunday.plus(Duration.ofHours(2)));
    assertThat(Maintenance.of(job, all, sunday)).isEqualTo(window);
    assertThat(Maintenance.of(job, all, window.until().minusMillis(1))).isEqualTo(window);
    assertThat(Maintenance.of(job, all, window.until())).isNull();
  }

  @Test
  void windowsThatTouchAreOne() {
    Check job = Fixtures.check("job", Fixtures.UUID_1);
    List<Maintenance> all =
        List.of(once(Maintenance.Scope.ALL, 0, 60), once(Maintenance.Scope.ALL, 60, 90));
    assertThat(Maintenance.of(job, all, NOON))
        .isEqualTo(new Maintenance.Span(NOON, NOON.plus(Duration.ofMinutes(90))));
  }

  private static Maintenance weekly() {
    Schedule sundays = new Schedule.Cron(CronExpression.parse("0 22 * * 0"), ZoneId.of("UTC"));
    return new Maintenance(
        Maintenance.Scope.ALL, new Maintenance.Repeated(sundays, Duration.ofHours(2)), "updates");
  }

  private static Maintenance once(Maintenance.Scope scope, int from, int until) {
    return new Maintenance(
        scope,
        new Maintenance.Once(
            NOON.plus(Duration.ofMinutes(from)), NOON.plus(Duration.ofMinutes(until))),
        "");
  }

  private void happens(Signal signal) {
    stage.ping(Fixtures.UUID_1, signal, null, "");
  }

  /** What is to be sent by now. */
  private List<String> due() {
    return stage.told("default/mail");
  }
}
