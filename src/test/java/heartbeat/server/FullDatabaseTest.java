package heartbeat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import heartbeat.check.Signal;
import heartbeat.check.Status;
import heartbeat.server.alert.Message;
import heartbeat.server.page.Browsed;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** A switch that can store nothing for a while. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class FullDatabaseTest extends WatchedSwitch {
  @Test
  void checksWhosePingsAFullDiskRefusedAreNotDown() {
    frequent();
    ping(Fixtures.UUID_1);
    ping(OTHER);
    watchdog.look();
    for (int second = 1; second < 155; second++) {
      freeze(Duration.ofSeconds(1));
      full(() -> ping(Fixtures.UUID_1));
      full(watchdog::look);
    }
    freeze(Duration.ofSeconds(1));
    watchdog.look();
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.UP);
    assertThat(Browsed.state(store, OTHER).status()).isEqualTo(Status.UP);
    assertThat(alerts()).extracting(Message::kind).containsExactly("outage");
  }

  @Test
  void aBriefRefusalExcusesThoseWhoPingedAndNobodyElse() {
    frequent();
    ping(Fixtures.UUID_1);
    ping(OTHER);
    goesBy(Duration.ofSeconds(9));
    watchdog.look();
    full(() -> ping(Fixtures.UUID_1));
    goesBy(Duration.ofSeconds(2));
    watchdog.look();
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.UP);
    assertThat(Browsed.state(store, OTHER).status()).isEqualTo(Status.DOWN);
    goesBy(Duration.ofSeconds(8));
    watchdog.look();
    assertThat(Browsed.state(store, Fixtures.UUID_1).status()).isEqualTo(Status.DOWN);
  }

  @Test
  void aFailureThatCouldNotBeStoredIsTold() {
    ping(Fixtures.UUID_1);
    watchdog.look();
    full(() -> stage.ping(OTHER, Signal.FAILURE, null, ""));
    freeze(Duration.ofMinutes(3));
    watchdog.look();
    assertThat(alerts().getFirst().note())
        .endsWith("These reported a failure that could not be stored: other.");
  }

  @Test
  void aFullDiskIsOneLineInTheLogAndAMistakeOfOursSaysWhereItIs() {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger logger = (Logger) LoggerFactory.getLogger("heartbeat");
    logger.addAppender(lines);
    store.full = true;
    Throwable full = catchThrowable(watchdog::look);
    Watchdog.log("look", full);
    Watchdog.log("look", new IllegalStateException("a mistake"));
    logger.detachAppender(lines);
    assertThat(lines.list)
        .anyMatch(
            line ->
                line.getFormattedMessage().equals("look: " + full.getMessage())
                    && line.getThrowableProxy() == null)
        .anyMatch(
            line -> line.getFormattedMessage().equals("look") && line.getThrowableProxy() != null);
  }
}
