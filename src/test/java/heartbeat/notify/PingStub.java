package heartbeat.notify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real HTTP server that answers pings as a test says; each test begins with a clean one. */
final class PingStub implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  static final String PATH = "/" + Pings.SECRET;

  final WireMockServer http = new WireMockServer(options().dynamicPort());

  @Override
  public void beforeAll(ExtensionContext context) {
    http.start();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    http.resetAll();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    http.stop();
  }

  void answer(ResponseDefinitionBuilder answer) {
    http.stubFor(any(anyUrl()).willReturn(answer));
  }

  void answerInTurn(ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      http.stubFor(
          any(anyUrl())
              .inScenario("turn")
              .whenScenarioStateIs(i == 0 ? "Started" : "" + i)
              .willSetStateTo("" + (i + 1))
              .willReturn(answers[i]));
    }
  }

  static ResponseDefinitionBuilder status(int status) {
    return aResponse().withStatus(status);
  }

  String url() {
    return "http://" + address() + PATH;
  }

  String address() {
    return "localhost:" + http.port();
  }

  int requests() {
    return http.getAllServeEvents().size();
  }
}
