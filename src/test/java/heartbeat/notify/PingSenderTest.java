package heartbeat.notify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToIgnoreCase;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.headRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static heartbeat.notify.PingStub.PATH;
import static heartbeat.notify.PingStub.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import heartbeat.model.Delivery;
import heartbeat.model.Delivery.Delivered;
import heartbeat.model.Delivery.Undelivered;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real HTTP server that answers, well or badly. */
class PingSenderTest {
  @RegisterExtension static final PingStub SERVER = new PingStub();

  private final Pings pings = new Pings();

  @AfterEach
  void close() {
    pings.close();
  }

  @Test
  void aPingArrivesWithItsMethodBodyAndHeaders() {
    SERVER.answer(status(200));

    Delivery delivery =
        pings.sender.send(
            Pings.ping("POST", SERVER.url() + "?rid=7", Map.of("X-Of-Ping", "a"), "died in task é"),
            Pings.settings(Duration.ofSeconds(9), 0, null, null, Map.of("X-Of-Job", "b")));

    assertThat(delivery).isEqualTo(new Delivered("200 OK from " + SERVER.address()));
    SERVER.http.verify(
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
    SERVER.answer(status(200));

    pings.sender.send(Pings.ping("get", SERVER.url(), Map.of(), "lost"), Pings.settings());
    pings.sender.send(Pings.ping("HEAD", SERVER.url(), Map.of(), "lost"), Pings.settings());

    SERVER.http.verify(getRequestedFor(urlEqualTo(PATH)).withHeader("Content-Type", absent()));
    SERVER.http.verify(headRequestedFor(urlEqualTo(PATH)));
  }

  @Test
  void aLoginInTheUrlIsSentAndNotShown() {
    SERVER.answer(status(404));

    Delivery delivery = pings.send("http://admin:s3cret@" + SERVER.address() + PATH);

    SERVER.http.verify(
        postRequestedFor(urlEqualTo(PATH))
            .withHeader("Authorization", equalTo("Basic YWRtaW46czNjcmV0")));
    assertThat(delivery.detail()).doesNotContain("s3cret").doesNotContain(Pings.SECRET);
  }

  @Test
  void theStatusLineDecidesWhateverBecomesOfTheBody() {
    SERVER.answer(aResponse().withStatus(200).withFault(Fault.MALFORMED_RESPONSE_CHUNK));

    assertThat(pings.send(SERVER.url())).isInstanceOf(Delivered.class);
    assertThat(SERVER.requests()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void aRedirectKeepsMethodAndBody(int status) {
    SERVER.answerInTurn(status(status).withHeader("Location", "/new"), status(200));

    assertThat(pings.send(SERVER.url())).isInstanceOf(Delivered.class);
    SERVER.http.verify(postRequestedFor(urlEqualTo("/new")).withRequestBody(equalTo("body")));
  }

  @Test
  void seeOtherBecomesAGet() {
    SERVER.answerInTurn(status(303).withHeader("Location", "/new"), status(200));

    assertThat(pings.send(SERVER.url())).isInstanceOf(Delivered.class);
    SERVER.http.verify(getRequestedFor(urlEqualTo("/new")));
  }

  @Test
  void aRedirectToAnotherHostTakesNoHeadersAlong() {
    SERVER.answerInTurn(
        status(302).withHeader("Location", "http://127.0.0.1:" + SERVER.http.port() + "/new"),
        status(200));

    pings.sender.send(
        Pings.ping("POST", SERVER.url(), Map.of("X-Key", "secret"), "body"), Pings.settings());

    SERVER.http.verify(postRequestedFor(urlEqualTo(PATH)).withHeader("X-Key", equalTo("secret")));
    SERVER.http.verify(postRequestedFor(urlEqualTo("/new")).withHeader("X-Key", absent()));
  }

  @Test
  void aRedirectInACircleEnds() {
    SERVER.answer(status(302).withHeader("Location", PATH));

    Delivery delivery = pings.send(SERVER.url());

    assertThat(delivery.detail()).contains("redirects more than 5 times");
    assertThat(((Undelivered) delivery).permanent()).isFalse();
    assertThat(SERVER.requests()).isEqualTo(6);
  }

  @Test
  void whatTheServerKeepsOfABodyIsRememberedAndTheEndIsSent() {
    SERVER.answer(status(200).withHeader("Ping-Body-Limit", "10"));

    Delivery first =
        pings.sender.send(Pings.post(SERVER.url(), "0123456789-the-end"), Pings.settings());
    Delivery second =
        pings.sender.send(Pings.post(SERVER.url(), "0123456789-the-énd"), Pings.settings());

    assertThat(first.detail()).endsWith(", which keeps only 10 bytes of the body");
    assertThat(second.detail()).isEqualTo("200 OK from " + SERVER.address());
    SERVER.http.verify(postRequestedFor(anyUrl()).withRequestBody(equalTo("9-the-énd")));
  }

  @Test
  void headersThatHttpCantCarryArePermanent() {
    SERVER.answer(status(200));

    Delivery delivery =
        pings.sender.send(
            Pings.ping("POST", SERVER.url(), Map.of("X-Key", "sec\nret"), ""), Pings.settings());

    assertThat(((Undelivered) delivery).permanent()).isTrue();
    assertThat(delivery.detail()).contains("headers").doesNotContain("sec");
    assertThat(SERVER.requests()).isZero();
  }

  @Test
  void whatIsNoUrlIsPermanent() {
    Delivery delivery = pings.send("hc-ping.com/" + Pings.SECRET);

    assertThat(((Undelivered) delivery).permanent()).isTrue();
    assertThat(delivery.detail()).doesNotContain(Pings.SECRET);
  }

  @Test
  void aClosedSenderSendsNothing() {
    SERVER.answer(status(200));
    pings.close();

    assertThat(pings.send(SERVER.url())).isInstanceOf(Undelivered.class);
    assertThat(SERVER.requests()).isZero();
  }
}
