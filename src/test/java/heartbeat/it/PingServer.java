package heartbeat.it;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.Comparator;
import java.util.List;

/** A real server that takes every ping, and tells in short words which came. */
final class PingServer implements AutoCloseable {
  private static final String UUID = "/8116e449-d71c-4112-8f5d-a66f60902091";

  private final WireMockServer server = new WireMockServer(options().dynamicPort());

  PingServer() {
    server.start();
    server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200).withBody("OK")));
  }

  String url() {
    return "http://localhost:" + server.port() + UUID;
  }

  /** {@code start}, {@code success}, or {@code fail silence}: kind and reason, in their order. */
  List<String> pings() {
    return server.findAll(anyRequestedFor(anyUrl())).stream()
        .sorted(Comparator.comparing(LoggedRequest::getLoggedDate))
        .map(PingServer::words)
        .toList();
  }

  /** Path and query of each, in their order. */
  List<String> urls() {
    return server.findAll(anyRequestedFor(anyUrl())).stream()
        .sorted(Comparator.comparing(LoggedRequest::getLoggedDate))
        .map(LoggedRequest::getUrl)
        .toList();
  }

  private static String words(LoggedRequest ping) {
    String kind = ping.getUrl().replaceFirst("\\?.*", "").substring(UUID.length());
    String verdict = ping.getBodyAsString().lines().findFirst().orElse("");
    // The status of a command is a failure, too: /fail or /5.
    return verdict.startsWith("failure: ")
        ? "fail " + verdict.substring("failure: ".length())
        : kind.isEmpty() ? "success" : kind.substring(1);
  }

  @Override
  public void close() {
    server.stop();
  }
}
