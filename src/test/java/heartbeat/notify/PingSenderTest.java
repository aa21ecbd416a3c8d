package heartbeat.notify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToIgnoreCase;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.headRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import heartbeat.model.Delivery;
import heartbeat.model.Delivery.Delivered;
import heartbeat.model.Delivery.Undelivered;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real HTTP server that answers, well or badly. */
class PingSenderTest {
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

  @Test
  void aPingArrivesWithItsMethodBodyAndHeaders() {
    answer(status(200));

    Delivery delivery =
        pings.sender.send(
            Pings.ping("POST", url() + "?rid=7", Map.of("X-Of-Ping", "a"), "died in task é"),
            Pings.settings(Duration.ofSeconds(9), 0, null, null, Map.of("X-Of-Job", "b")));

    assertThat(delivery).isEqualTo(new Delivered("200 OK from " + server()));
    SERVER.verify(
        1,
        postRequestedFor(urlEqualTo(PATH + "?rid=7"))
            .withHeader("User-Agent", equalTo("heartbeat/1.0"))
            .withHeader("X-Of-Ping", equalTo("a"))
            .withHeader("X-Of-Job", equalTo("b"))
            .withHeader("Content-Type", equalToIgnoreCase("text/plain; charset=utf-8"))
            .withRequestBody(equalTo("died in task é")));
    assertThat(pings.waits).isEmpty();
  }

  @Test
  void aGetOrHeadHasNoBody() {
    answer(status(200));

    pings.sender.send(Pings.ping("get", url(), Map.of(), "lost"), Pings.settings());
    pings.sender.send(Pings.ping("HEAD", url(), Map.of(), "lost"), Pings.settings());

    SERVER.verify(getRequestedFor(urlEqualTo(PATH)).withHeader("Content-Type", absent()));
    SERVER.verify(headRequestedFor(urlEqualTo(PATH)));
  }

  @Test
  void aLoginInTheUrlIsSentAndNotShown() {
    answer(status(404));

    Delivery delivery = pings.send("http://admin:s3cret@" + server() + PATH);

    SERVER.verify(
        postRequestedFor(urlEqualTo(PATH))
            .withHeader("Authorization", equalTo("Basic YWRtaW46czNjcmV0")));
    assertThat(delivery.detail()).doesNotContain("s3cret").doesNotContain(Pings.SECRET);
  }

  @Test
  void theStatusLineDecidesWhateverBecomesOfTheBody() {
    answer(aResponse().withStatus(200).withFault(Fault.MALFORMED_RESPONSE_CHUNK));

    assertThat(pings.send(url())).isInstanceOf(Delivered.class);
    assertThat(requests()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void aRedirectKeepsMethodAndBody(int status) {
    answerInTurn(status(status).withHeader("Location", "/new"), status(200));

    assertThat(pings.send(url())).isInstanceOf(Delivered.class);
    SERVER.verify(postRequestedFor(urlEqualTo("/new")).withRequestBody(equalTo("body")));
  }

  @Test
  void seeOtherBecomesAGet() {
    answerInTurn(status(303).withHeader("Location", "/new"), status(200));

    assertThat(pings.send(url())).isInstanceOf(Delivered.class);
    SERVER.verify(getRequestedFor(urlEqualTo("/new")));
  }

  @Test
  void aRedirectToAnotherHostTakesNoHeadersAlong() {
    answerInTurn(
        status(302).withHeader("Location", "http://127.0.0.1:" + SERVER.port() + "/new"),
        status(200));

    pings.sender.send(
        Pings.ping("POST", url(), Map.of("X-Key", "secret"), "body"), Pings.settings());

    SERVER.verify(postRequestedFor(urlEqualTo(PATH)).withHeader("X-Key", equalTo("secret")));
    SERVER.verify(postRequestedFor(urlEqualTo("/new")).withHeader("X-Key", absent()));
  }

  @Test
  void aRedirectInACircleEnds() {
    answer(status(302).withHeader("Location", PATH));

    Delivery delivery = pings.send(url());

    assertThat(delivery.detail()).contains("redirects more than 5 times");
    assertThat(((Undelivered) delivery).permanent()).isFalse();
    assertThat(requests()).isEqualTo(6);
  }

  @Test
  void whatTheServerKeepsOfABodyIsRememberedAndTheEndIsSent() {
    answer(status(200).withHeader("Ping-Body-Limit", "10"));

    Delivery first = pings.sender.send(Pings.post(url(), "0123456789-the-end"), Pings.settings());
    Delivery second = pings.sender.send(Pings.post(url(), "0123456789-the-énd"), Pings.settings());

    assertThat(first.detail()).endsWith(", which keeps only 10 bytes of the body");
    assertThat(second.detail()).isEqualTo("200 OK from " + server());
    SERVER.verify(postRequestedFor(anyUrl()).withRequestBody(equalTo("9-the-énd")));
  }

  @Test
  void headersThatHttpCantCarryArePermanent() {
    answer(status(200));

    Delivery delivery =
        pings.sender.send(
            Pings.ping("POST", url(), Map.of("X-Key", "sec\nret"), ""), Pings.settings());

    assertThat(((Undelivered) delivery).permanent()).isTrue();
    assertThat(delivery.detail()).contains("headers").doesNotContain("sec");
    assertThat(requests()).isZero();
  }

  @Test
  void whatIsNoUrlIsPermanent() {
    Delivery delivery = pings.send("hc-ping.com/" + Pings.SECRET);

    assertThat(((Undelivered) delivery).permanent()).isTrue();
    assertThat(delivery.detail()).doesNotContain(Pings.SECRET);
  }

  @Test
  void aClosedSenderSendsNothing() {
    answer(status(200));
    pings.close();

    assertThat(pings.send(url())).isInstanceOf(Undelivered.class);
    assertThat(requests()).isZero();
  }
}
