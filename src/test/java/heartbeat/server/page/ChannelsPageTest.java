package heartbeat.server.page;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.sun.net.httpserver.HttpServer;
import heartbeat.server.Clock;
import heartbeat.server.Fixtures;
import heartbeat.server.ServeSettings;
import heartbeat.server.StoreKind;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Routes;
import heartbeat.server.http.PasswordHash;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom the switch alerts, and the button that tries it. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class ChannelsPageTest {
  @Parameter StoreKind kind;
  @TempDir Path folder;
  private final String ann = Site.login("ann", "secret");
  private final WireMockServer hook =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private Site site;

  @BeforeEach
  void start() {
    hook.start();
    hook.stubFor(post(urlEqualTo("/good-token")).willReturn(aResponse().withStatus(200)));
    hook.stubFor(post(urlEqualTo("/bad-token")).willReturn(aResponse().withStatus(404)));
    site =
        new Site(
            Fixtures.settings(
                kind.database(folder.resolve("switch.db")),
                List.of(),
                new Routes(List.of(webhook("good"), webhook("bad")), Map.of(), Map.of()),
                Map.of("ann", PasswordHash.of("secret", 10)),
                List.of(),
                List.of(),
                0),
            new Clock());
  }

  private Channel webhook(String name) {
    String url = hook.baseUrl() + "/" + name + "-token";
    return new Channel.Webhook(name + "/webhook", url, "POST", Map.of(), null);
  }

  @AfterEach
  void stop() {
    site.close();
    hook.stop();
  }

  private String tested(String channel) {
    return site.send(
            "POST",
            "/channels",
            Site.encoded("channel", channel),
            "Authorization",
            ann,
            "Content-Type",
            "application/x-www-form-urlencoded")
        .body();
  }

  @Test
  void theButtonSendsATestAlertToOneChannelAndShowsTheAnswer() {
    assertThat(site.page("/channels", "Authorization", ann))
        .contains("good/webhook", "bad/webhook", "Test all")
        .doesNotContain("-token");
    assertThat(tested("good/webhook")).contains(">sent</strong>").doesNotContain("not sent");
    hook.verify(1, postRequestedFor(urlEqualTo("/good-token")));
    hook.verify(0, postRequestedFor(urlEqualTo("/bad-token")));
    assertThat(tested("")).contains(">sent</strong>", ">not sent</strong>: 404");
  }

  @Test
  void anotherMethodIsRefusedByItsName() {
    for (String method : List.of("PUT", "DELETE")) {
      var answer = site.send(method, "/channels", "", "Authorization", ann);
      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD, POST");
      assertThat(answer.body()).isEqualTo("method not allowed");
    }
  }

  @Test
  void allAreTestedAtOnceSoThatNoneWaitsForTheSlowest() throws IOException {
    CyclicBarrier together = new CyclicBarrier(3);
    HttpServer meeting =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      meeting.setExecutor(threads);
      meeting.createContext(
          "/",
          exchange -> {
            int status = 200;
            try {
              together.await(60, TimeUnit.SECONDS);
            } catch (BrokenBarrierException | InterruptedException | TimeoutException alone) {
              status = 404;
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
          });
      meeting.start();
      String url = "http://127.0.0.1:" + meeting.getAddress().getPort() + "/";
      List<Channel> three =
          Stream.of("a", "b", "c")
              .<Channel>map(n -> new Channel.Webhook(n, url + n, "POST", Map.of(), null))
              .toList();
      ServeSettings settings =
          Fixtures.settings(
              folder.resolve("three.db"), List.of(), new Routes(three, Map.of(), Map.of()));
      try (Site one = new Site(settings, new Clock())) {
        assertThat(one.submit("/channels", "channel", "").body().split(">sent<", -1)).hasSize(4);
      } finally {
        meeting.stop(0);
      }
    }
  }

  @Test
  void strangersSeeNoChannelAndTestNone() {
    assertThat(site.get("/channels").statusCode()).isEqualTo(401);
    assertThat(site.submit("/channels", "channel", "").statusCode()).isEqualTo(401);
    hook.verify(0, postRequestedFor(urlEqualTo("/good-token")));
  }
}
