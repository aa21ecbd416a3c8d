package heartbeat.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heartbeat.model.Delivery;
import heartbeat.model.Delivery.Delivered;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pings through a real proxy, and which proxy it is. */
class PingProxyTest {
  private static final String LOGIN_FIRST =
      """
      HTTP/1.1 407 No\r
      Proxy-Authenticate: Basic realm=x\r
      Content-Length: 0\r
      Connection: close\r
      \r
      """;
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:%d", "http://127.0.0.1:%d", "http://127.0.0.1:%d/"})
  void aProxyGetsTheWholeUrl(String setting) throws IOException {
    try (FakeServer proxy = FakeServer.answering(OK);
        var pings = new Pings()) {
      Delivery delivery =
          pings.send(
              "http://switch.invalid/" + Pings.SECRET,
              Pings.through(setting.replace("%d", "" + proxy.port())));

      assertThat(delivery).isEqualTo(new Delivered("200 OK from switch.invalid"));
      assertThat(proxy.heads.getFirst())
          .startsWith("POST http://switch.invalid/" + Pings.SECRET + " HTTP/1.1\n");
    }
  }

  @Test
  void httpsGoesThroughATunnelSoThatTheProxySeesNoPath() throws IOException {
    try (FakeServer proxy = FakeServer.answering("HTTP/1.1 403 Forbidden\r\n\r\n");
        var pings = new Pings(Map.of("HTTPS_PROXY", "127.0.0.1:" + proxy.port()), null)) {
      Delivery delivery = pings.send("https://switch.invalid/" + Pings.SECRET, Pings.impatient());

      assertThat(proxy.heads.getFirst())
          .startsWith("CONNECT switch.invalid:443 HTTP/1.1\n")
          .doesNotContain(Pings.SECRET);
      assertThat(delivery.detail())
          .contains("switch.invalid:443 through the proxy 127.0.0.1:" + proxy.port());
    }
  }

  @Test
  void aRedirectToHttpsGoesThroughTheProxyOfHttps() throws IOException {
    try (FakeServer https = FakeServer.answering("HTTP/1.1 403 Forbidden\r\n\r\n");
        FakeServer http =
            FakeServer.answering(
                """
                HTTP/1.1 301 Moved\r
                Content-Length: 0\r
                Location: https://switch.invalid/\r
                \r
                """);
        var pings =
            new Pings(
                Map.of(
                    "http_proxy",
                    "127.0.0.1:" + http.port(),
                    "https_proxy",
                    "127.0.0.1:" + https.port()),
                null)) {
      Delivery delivery = pings.send("http://switch.invalid/", Pings.impatient());

      assertThat(http.heads.getFirst()).startsWith("POST http://switch.invalid/ HTTP/1.1\n");
      assertThat(https.heads.getFirst()).startsWith("CONNECT switch.invalid:443 HTTP/1.1\n");
      assertThat(delivery.detail()).contains("through the proxy 127.0.0.1:" + https.port());
    }
  }

  @Test
  void aProxyThatAsksForALoginGetsIt() throws IOException {
    var servers = new FakeServer[1];
    servers[0] =
        FakeServer.that(
            socket -> {
              String head = servers[0].readHead(socket);
              FakeServer.say(
                  socket, head.contains("Proxy-Authorization: Basic dTpwdw==") ? OK : LOGIN_FIRST);
            });
    try (FakeServer proxy = servers[0];
        var pings = new Pings()) {
      String setting = "http://u:pw@127.0.0.1:" + proxy.port();

      assertThat(pings.send("http://switch.invalid/", Pings.through(setting)))
          .isEqualTo(new Delivered("200 OK from switch.invalid"));

      Delivery refused =
          pings.send(
              "http://switch.invalid/", Pings.through("http://u:wrong@127.0.0.1:" + proxy.port()));
      assertThat(refused.detail()).contains("407").contains("\"proxy\"").doesNotContain("wrong");
    }
  }

  @Test
  void theEnvironmentNamesTheProxyOfEachScheme() {
    Map<String, String> environment =
        Map.of("https_proxy", "http://s:1", "http_proxy", "http://p:2", "HTTP_PROXY", "evil:3");

    assertThat(ProxyChoice.of(null, environment, "https", "a.b"))
        .isEqualTo(new ProxyChoice("s", 1, null));
    assertThat(ProxyChoice.of(null, environment, "http", "a.b"))
        .isEqualTo(new ProxyChoice("p", 2, null));
    assertThat(ProxyChoice.of(null, Map.of("HTTP_PROXY", "evil:3"), "http", "a.b")).isNull();
    assertThat(ProxyChoice.of(null, Map.of("ALL_PROXY", "all:4"), "http", "a.b"))
        .isEqualTo(new ProxyChoice("all", 4, null));
    assertThat(ProxyChoice.of(null, Map.of(), "https", "a.b")).isNull();
  }

  @Test
  void theSettingComesBeforeTheEnvironmentAndItsExceptions() {
    Map<String, String> environment = Map.of("https_proxy", "http://s:1", "no_proxy", "*");

    assertThat(ProxyChoice.of("own:5", environment, "https", "a.b"))
        .isEqualTo(new ProxyChoice("own", 5, null));
    assertThat(ProxyChoice.of("", environment, "https", "a.b")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "b.example", ".b.example", "*.b.example", "x,b.example", "x B.EXAMPLE"})
  void noProxyExemptsADomainAndWhatIsBelowIt(String list) {
    Map<String, String> environment = Map.of("https_proxy", "http://s:1", "no_proxy", list);

    assertThat(ProxyChoice.of(null, environment, "https", "a.b.example")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "example.org", ".a.b.exampl", "b.example.x", "xa.b.example"})
  void noProxyExemptsNothingElse(String list) {
    Map<String, String> environment = Map.of("https_proxy", "http://s:1", "no_proxy", list);

    assertThat(ProxyChoice.of(null, environment, "https", "a.b.example")).isNotNull();
    assertThat(ProxyChoice.of(null, environment, "https", "xb.example")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://u:pw@h:1", "http://u:pw@:1", "u:pw@h:port", "http://u:p w@h"})
  void aProxyThatCantBeUnderstoodIsSaidWithoutItsPassword(String setting) {
    assertThatThrownBy(() -> ProxyChoice.of(setting, Map.of(), "https", "a.b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"proxy\" is not host:port or http://host:port");

    try (var pings = new Pings()) {
      assertThat(pings.send("http://switch.invalid/", Pings.through(setting)))
          .isEqualTo(
              new Delivery.Undelivered("\"proxy\" is not host:port or http://host:port", false));
    }
  }
}
