package heartbeat.notify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static heartbeat.notify.PingStub.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import heartbeat.model.Delivery;
import heartbeat.model.Delivery.Delivered;
import heartbeat.model.Delivery.Undelivered;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real HTTP server that fails for a while, or for good. */
class PingRetryTest {
  @RegisterExtension static final PingStub SERVER = new PingStub();

  private final Pings pings = new Pings();

  @AfterEach
  void close() {
    pings.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405, 409, 410, 413})
  void aWrongUrlIsPermanentAndNotTriedAgain(int status) {
    SERVER.answer(status(status));

    Delivery delivery = pings.send(SERVER.url());

    assertThat(delivery).isInstanceOf(Undelivered.class);
    assertThat(((Undelivered) delivery).permanent()).isTrue();
    assertThat(delivery.detail())
        .startsWith(status + " ")
        .contains(SERVER.address())
        .contains("check")
        .doesNotContain(Pings.SECRET);
    assertThat(SERVER.requests()).isEqualTo(1);
  }

  @Test
  void notFoundSaysWhatToDo() {
    SERVER.answer(status(404));

    assertThat(pings.send(SERVER.url()).detail())
        .isEqualTo("404 not found from " + SERVER.address() + ": its URL is wrong, check it");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
  void aPassingStatusIsTriedAgainUntilTheRetriesAreUsedUp(int status) {
    SERVER.answer(status(status));

    Delivery delivery = pings.send(SERVER.url());

    assertThat(SERVER.requests()).isEqualTo(3);
    assertThat(delivery.detail()).startsWith(status + "").endsWith("(attempt 3 of 3)");
    assertThat(((Undelivered) delivery).permanent()).isFalse();
    assertThat(pings.waits).hasSize(2);
    assertThat(pings.waits.get(0)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1500));
    assertThat(pings.waits.get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
  }

  @Test
  void aServerThatRecoversGetsThePing() {
    SERVER.answerInTurn(status(500), status(200));

    assertThat(pings.send(SERVER.url())).isInstanceOf(Delivered.class);
    assertThat(SERVER.requests()).isEqualTo(2);
  }

  @Test
  void theOutboxTriesOnce() {
    SERVER.answer(status(500));

    Delivery delivery = pings.sender.sendOnce(Pings.post(SERVER.url(), ""), Pings.settings());

    assertThat(delivery.detail()).isEqualTo("500 internal server error from " + SERVER.address());
    assertThat(SERVER.requests()).isEqualTo(1);
  }

  @Test
  void retryAfterInSecondsIsHonoured() {
    SERVER.answerInTurn(status(429).withHeader("Retry-After", "7"), status(200));

    assertThat(pings.send(SERVER.url())).isInstanceOf(Delivered.class);
    assertThat(pings.waits.getFirst()).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
  }

  @Test
  void retryAfterAsADateIsHonoured() {
    SERVER.answerInTurn(
        status(503).withHeader("Retry-After", "Fri, 20 Nov 2026 10:00:09 GMT"), status(200));

    assertThat(pings.send(SERVER.url())).isInstanceOf(Delivered.class);
    assertThat(pings.waits.getFirst()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
  }

  @Test
  void aServerThatAsksForAnHourIsLeftToTheOutbox() {
    SERVER.answer(status(429).withHeader("Retry-After", "3600"));

    Delivery delivery = pings.send(SERVER.url());

    assertThat(delivery)
        .isEqualTo(
            new Undelivered(
                "429 too many requests from " + SERVER.address() + ", which asks to wait 3600s",
                false,
                Duration.ofHours(1)));
    assertThat(pings.waits).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "RANDOM_DATA_THEN_CLOSE"})
  void aBrokenConnectionIsTriedAgain(Fault fault) {
    SERVER.answerInTurn(aResponse().withFault(fault), status(200));

    assertThat(pings.send(SERVER.url())).isInstanceOf(Delivered.class);
    assertThat(SERVER.requests()).isEqualTo(2);
  }

  @Test
  void aResetIsNamed() {
    SERVER.answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

    Delivery delivery = pings.send(SERVER.url());

    assertThat(delivery)
        .isEqualTo(
            new Undelivered(
                "the connection to "
                    + SERVER.address()
                    + " broke: Connection reset (attempt 3 of 3)",
                false));
  }

  @Test
  void anInterruptEndsTheRetriesAndIsPassedOn() {
    SERVER.answer(status(500));
    var sender =
        new PingSender(
            InstantSource.fixed(Pings.NOW),
            new Random(7),
            time -> {
              throw new InterruptedException();
            },
            Map.of());

    Delivery delivery = sender.send(Pings.post(SERVER.url(), ""), Pings.settings());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(delivery.detail()).startsWith("500");
    assertThat(SERVER.requests()).isEqualTo(1);
    sender.close();
  }
}
