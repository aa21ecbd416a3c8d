package heartbeat.notify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import heartbeat.model.Delivery;
import heartbeat.model.Delivery.Delivered;
import heartbeat.model.Delivery.Undelivered;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real HTTP server that fails for a while, or for good. */
class PingRetryTest {
  private static final WireMockServer SERVER = new WireMockServer(options().dynamicPort());
  private static final String PATH = "/" + Pings.SECRET;

  private final Pings pings = new Pings();

  @BeforeAll
  static void start() {
    SERVER.start();
  }

  @AfterAll
  static void stop() {
    SERVER.stop();
  }

  @BeforeEach
  void forget() {
    SERVER.resetAll();
  }

  @AfterEach
  void close() {
    pings.close();
  }

  private static void answer(ResponseDefinitionBuilder answer) {
    SERVER.stubFor(any(anyUrl()).willReturn(answer));
  }

  private static void answerInTurn(ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      SERVER.stubFor(
          any(anyUrl())
              .inScenario("turn")
              .whenScenarioStateIs(i == 0 ? "Started" : "" + i)
              .willSetStateTo("" + (i + 1))
              .willReturn(answers[i]));
    }
  }

  private static ResponseDefinitionBuilder status(int status) {
    return aResponse().withStatus(status);
  }

  private static String url() {
    return "http://localhost:" + SERVER.port() + PATH;
  }

  private static int requests() {
    return SERVER.getAllServeEvents().size();
  }

  private static String server() {
    return "localhost:" + SERVER.port();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405, 409, 410, 413})
  void aWrongUrlIsPermanentAndNotTriedAgain(int status) {
    answer(status(status));

    Delivery delivery = pings.send(url());

    assertThat(delivery).isInstanceOf(Undelivered.class);
    assertThat(((Undelivered) delivery).permanent()).isTrue();
    assertThat(delivery.detail())
        .startsWith(status + " ")
        .contains(server())
        .contains("check")
        .doesNotContain(Pings.SECRET);
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void notFoundSaysWhatToDo() {
    answer(status(404));

    assertThat(pings.send(url()).detail())
        .isEqualTo("404 not found from " + server() + ": its URL is wrong, check it");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
  void aPassingStatusIsTriedAgainUntilTheRetriesAreUsedUp(int status) {
    answer(status(status));

    Delivery delivery = pings.send(url());

    assertThat(requests()).isEqualTo(3);
    assertThat(delivery.detail()).startsWith(status + "").endsWith("(attempt 3 of 3)");
    assertThat(((Undelivered) delivery).permanent()).isFalse();
    assertThat(pings.waits).hasSize(2);
    assertThat(pings.waits.get(0)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1500));
    assertThat(pings.waits.get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
  }

  @Test
  void aServerThatRecoversGetsThePing() {
    answerInTurn(status(500), status(200));

    assertThat(pings.send(url())).isInstanceOf(Delivered.class);
    assertThat(requests()).isEqualTo(2);
  }

  @Test
  void theOutboxTriesOnce() {
    answer(status(500));

    Delivery delivery = pings.sender.sendOnce(Pings.post(url(), ""), Pings.settings());

    assertThat(delivery.detail()).isEqualTo("500 internal server error from " + server());
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void retryAfterInSecondsIsHonoured() {
    answerInTurn(status(429).withHeader("Retry-After", "7"), status(200));

    assertThat(pings.send(url())).isInstanceOf(Delivered.class);
    assertThat(pings.waits.getFirst()).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
  }

  @Test
  void retryAfterAsADateIsHonoured() {
    answerInTurn(
        status(503).withHeader("Retry-After", "Fri, 20 Nov 2026 10:00:09 GMT"), status(200));

    assertThat(pings.send(url())).isInstanceOf(Delivered.class);
    assertThat(pings.waits.getFirst()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
  }

  @Test
  void aServerThatAsksForAnHourIsLeftToTheOutbox() {
    answer(status(429).withHeader("Retry-After", "3600"));

    Delivery delivery = pings.send(url());

    assertThat(delivery)
        .isEqualTo(
            new Undelivered(
                "429 too many requests from " + server() + ", which asks to wait 3600s",
                false,
                Duration.ofHours(1)));
    assertThat(pings.waits).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "RANDOM_DATA_THEN_CLOSE"})
  void aBrokenConnectionIsTriedAgain(Fault fault) {
    answerInTurn(aResponse().withFault(fault), status(200));

    assertThat(pings.send(url())).isInstanceOf(Delivered.class);
    assertThat(requests()).isEqualTo(2);
  }

  @Test
  void aResetIsNamed() {
    answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

    Delivery delivery = pings.send(url());

    assertThat(delivery)
        .isEqualTo(
            new Undelivered(
                "the connection to " + server() + " broke: Connection reset (attempt 3 of 3)",
                false));
  }

  @Test
  void anInterruptEndsTheRetriesAndIsPassedOn() {
    answer(status(500));
    var sender =
        new PingSender(
            InstantSource.fixed(Pings.NOW),
            new Random(7),
            time -> {
              throw new InterruptedException();
            },
            Map.of());

    Delivery delivery = sender.send(Pings.post(url(), ""), Pings.settings());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(delivery.detail()).startsWith("500");
    assertThat(requests()).isEqualTo(1);
    sender.close();
  }
}
