package heartbeat.it;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pings to a real server that behaves, and to ones that do not. */
class PingIT {
  private static final String UUID = "/8116e449-d71c-4112-8f5d-a66f60902091";

  @TempDir Path home;
  Shell shell;
  WireMockServer server;

  @BeforeEach
  void startServer() {
    server = new WireMockServer(options().dynamicPort());
    server.start();
    server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200).withBody("OK")));
    shell = new Shell(home);
    shell.environment.put("URL", "http://localhost:" + server.port() + UUID);
  }

  @AfterEach
  void stopServer() {
    server.stop();
  }

  @Test
  void aSuccessfulRunPingsStartAndSuccessWithOneRunId() {
    var result = shell.run("$HB moodle --ping $URL < $SAMPLES/cron-45-success.log");
    assertThat(result).isEqualTo(new Shell.Result(0, "", ""));
    List<LoggedRequest> pings = pings();
    assertThat(pings).extracting(PingIT::path).containsExactly(UUID + "/start", UUID);
    assertThat(pings)
        .extracting(p -> p.queryParameter("rid").firstValue())
        .containsOnly(shell.status("moodle").get("run").getAsString());
  }

  @Test
  void aFailedRunPingsTheFailureUrlAndSaysWhyWithoutTheLog() {
    var result = shell.run("$HB moodle --ping $URL < $SAMPLES/real-45-killed.log");
    assertThat(result.status()).isEqualTo(1);
    LoggedRequest failure = pings().getLast();
    assertThat(path(failure)).isEqualTo(UUID + "/fail");
    assertThat(failure.getBodyAsString())
        .contains("died-in-task", "HB test task", "It says: hb mode slow\n")
        .doesNotContain("Execute scheduled task");
  }

  @Test
  void theTailOfTheLogIsSentWhenAskedFor() {
    shell.run("$HB moodle --ping $URL --ping-body tail < $SAMPLES/real-45-killed.log");
    assertThat(pings().getLast().getBodyAsString()).endsWith("hb mode slow\n.............");
  }

  @Test
  void ofATailThatTheServerWouldCutTheEndIsSent() {
    server.stubFor(
        any(anyUrl()).willReturn(aResponse().withStatus(200).withHeader("Ping-Body-Limit", "10")));
    shell.run("$HB moodle --ping $URL --ping-body tail < $SAMPLES/real-45-killed.log");
    assertThat(pings().getLast().getBodyAsString()).isEqualTo("..........");
  }

  @Test
  void aSkippedRunOnlyLeavesANote() {
    var result = shell.run("$HB moodle --ping $URL < $SAMPLES/cron-maintenance.log");
    assertThat(result.status()).isZero();
    assertThat(pings()).extracting(PingIT::path).containsExactly(UUID + "/log");
  }

  @Test
  void aServerErrorIsTriedAgainUntilItIsOver() {
    server.stubFor(
        any(urlPathEqualTo(UUID))
            .inScenario("recovers")
            .whenScenarioStateIs("Started")
            .willSetStateTo("well")
            .willReturn(aResponse().withStatus(500)));
    var result = shell.run("$HB moodle --ping $URL < $SAMPLES/cron-45-success.log");
    assertThat(result).isEqualTo(new Shell.Result(0, "", ""));
    assertThat(pings()).extracting(PingIT::path).containsExactly(UUID + "/start", UUID, UUID);
  }

  @Test
  void retryAfterIsHonoured() {
    server.stubFor(
        any(urlPathEqualTo(UUID))
            .inScenario("busy")
            .whenScenarioStateIs("Started")
            .willSetStateTo("free")
            .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "2")));
    var result = shell.run("$HB moodle --ping $URL < $SAMPLES/cron-45-success.log");
    assertThat(result.status()).isZero();
    List<LoggedRequest> pings = pings();
    assertThat(pings).hasSize(3);
    assertThat(
            pings.get(2).getLoggedDate().toInstant().toEpochMilli()
                - pings.get(1).getLoggedDate().toInstant().toEpochMilli())
        .isGreaterThanOrEqualTo(1900);
  }

  @Test
  void aWrongUrlIsTriedOnceAndSaidPlainlyWithoutItsSecret() {
    server.stubFor(any(urlPathMatching(".*")).willReturn(aResponse().withStatus(404)));
    var result = shell.run("$HB moodle --ping $URL --no-ping-start < $SAMPLES/cron-45-success.log");
    assertThat(pings()).hasSize(1);
    assertThat(result.err()).contains("404").doesNotContain("8116e449-d71c");
    assertThat(shell.run("$HB status moodle").out()).contains("404").doesNotContain("d71c-4112");
  }

  @Test
  void aConnectionThatIsResetLeavesThePingWaitingAndExits75() {
    server.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    var result =
        shell.run("$HB moodle --ping $URL --ping-retries 0 < $SAMPLES/cron-45-success.log");
    assertThat(result.status()).isEqualTo(75);
    assertThat(shell.status("moodle").get("undelivered").getAsInt()).isEqualTo(1);
  }

  @Test
  void aServerThatNeverAnswersDelaysTheJobByNothing() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      shell.environment.put("URL", "http://localhost:" + mute.getLocalPort() + UUID);
      long before = System.nanoTime();
      var result =
          shell.run(
              "{ cat $SAMPLES/cron-45-success.log; date +%s%N > ended; }"
                  + " | $HB moodle --ping $URL --ping-timeout 2s --ping-retries 0");
      assertThat(result.status()).isEqualTo(75);
      assertThat(System.nanoTime() - before).isLessThan(60_000_000_000L);
      assertThat(shell.status("moodle").get("verdict").getAsString()).isEqualTo("success");
    }
  }

  private List<LoggedRequest> pings() {
    return server.findAll(anyRequestedFor(anyUrl())).stream()
        .sorted(java.util.Comparator.comparing(LoggedRequest::getLoggedDate))
        .toList();
  }

  private static String path(LoggedRequest request) {
    return request.getUrl().replaceFirst("\\?.*", "");
  }
}
