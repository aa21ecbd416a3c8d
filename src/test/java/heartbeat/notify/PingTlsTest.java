package heartbeat.notify;

import static heartbeat.notify.Pings.passing;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.Delivery;
import heartbeat.model.Trace;
import heartbeat.run.PingSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import javax.net.ssl.SSLServerSocket;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against servers whose TLS or certificate is wrong. */
class PingTlsTest {
  private final Pings pings = new Pings();

  @AfterEach
  void close() {
    pings.close();
  }

  @Test
  void anUntrustedCertificateIsNotTriedAgain() throws IOException {
    assertCertificate("localhost", Pings.settings(), "is not trusted: check \"ca-file\"");
  }

  @Test
  void anExpiredCertificateIsNotTriedAgain() throws IOException {
    assertCertificate("expired", Pings.trusting(TestTls.pem("expired")), "has expired");
  }

  @Test
  void aCertificateForAnotherNameIsNotTriedAgain() throws IOException {
    assertCertificate("other", Pings.trusting(TestTls.pem("other")), "is for another name");
  }

  private void assertCertificate(String name, PingSettings settings, String complaint)
      throws IOException {
    try (FakeServer server = tls(name)) {
      Delivery delivery =
          pings.inTime(
              pings.send("https://localhost:" + server.port() + "/" + Pings.SECRET, settings));

      passing(delivery);
      assertThat(delivery.detail())
          .isEqualTo("the TLS certificate of localhost:" + server.port() + " " + complaint);
      assertThat(pings.waits).isEmpty();
    }
  }

  @Test
  void aCaFileIsTrusted() throws IOException {
    try (FakeServer server = tls("localhost")) {
      Delivery delivery =
          pings.send(
              "https://localhost:" + server.port() + "/", Pings.trusting(TestTls.pem("localhost")));

      assertThat(delivery.detail()).isEqualTo("200 OK from localhost:" + server.port());
    }
  }

  @Test
  void aCaFileReplacesTheOthers() throws IOException {
    assertCertificate(
        "localhost", Pings.trusting(TestTls.pem("other")), "is not trusted: check \"ca-file\"");
  }

  @Test
  void aCaFileThatCantBeReadSaysSo(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("no.pem");
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    Path broken = Files.writeString(folder.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nx");

    assertThat(pings.send("https://localhost/", Pings.trusting(missing)).detail())
        .isEqualTo("ca-file " + missing + " does not exist");
    assertThat(pings.send("https://localhost/", Pings.trusting(empty)).detail())
        .isEqualTo("ca-file " + empty + " holds no certificate");
    assertThat(pings.send("https://localhost/", Pings.trusting(broken)).detail())
        .isEqualTo("ca-file " + broken + " can't be used as PEM certificates");
    assertThat(pings.waits).isEmpty();
  }

  @Test
  void aRedirectFromHttpsToHttpIsNotFollowed() throws IOException {
    try (FakeServer plain = FakeServer.answering("HTTP/1.1 200 OK\r\n\r\n");
        FakeServer server =
            tls("localhost", "HTTP/1.1 302 Found\r\nLocation: " + plain.url("/x") + "\r\n\r\n")) {
      Delivery delivery =
          pings.send(
              "https://localhost:" + server.port() + "/", Pings.trusting(TestTls.pem("localhost")));

      passing(delivery);
      assertThat(delivery.detail()).contains("from https to http: not followed");
      assertThat(plain.heads).isEmpty();
    }
  }

  @Test
  void aRedirectFromHttpToHttpsIsFollowedAndTheCertificateChecked() throws IOException {
    try (FakeServer server = tls("localhost");
        FakeServer plain =
            FakeServer.answering(
                "HTTP/1.1 301 Moved\r\nContent-Length: 0\r\nLocation: https://localhost:"
                    + server.port()
                    + "/\r\n\r\n")) {
      Delivery followed = pings.send(plain.url("/x"), Pings.trusting(TestTls.pem("localhost")));
      Delivery mistrusted = pings.send(plain.url("/x"), Pings.trusting(TestTls.pem("other")));

      assertThat(followed.detail()).isEqualTo("200 OK from localhost:" + server.port());
      assertThat(mistrusted.detail()).contains("is not trusted: check \"ca-file\"");
    }
  }

  /** They take longer to load than all the rest of a short run. */
  @Test
  void aPingOverHttpLoadsNoCertificates() throws IOException {
    var client = new PingClient(InstantSource.system(), Map.of(), Trace.OFF, null);
    HttpUrl http = HttpUrl.get("http://localhost/");

    OkHttpClient plain = client.route(http, Pings.settings()).client();
    OkHttpClient secure =
        client.route(HttpUrl.get("https://localhost/"), Pings.settings()).client();

    assertThat(plain.x509TrustManager()).isNull();
    assertThat(secure.x509TrustManager().getAcceptedIssuers()).isNotEmpty();
  }

  @Test
  void plainHttpOnATlsPortIsSaid() throws IOException {
    try (FakeServer server =
        FakeServer.that(socket -> FakeServer.say(socket, "HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      Delivery delivery = pings.inTime(pings.send("https://localhost:" + server.port() + "/"));

      passing(delivery);
      assertThat(delivery.detail()).startsWith("no TLS connection to localhost:" + server.port());
    }
  }

  private static FakeServer tls(String name) throws IOException {
    return tls(name, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  }

  private static FakeServer tls(String name, String answer) throws IOException {
    var listener =
        (SSLServerSocket)
            TestTls.server(name)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    return FakeServer.on(
        listener,
        socket -> {
          socket.getInputStream().read(new byte[4096]);
          FakeServer.say(socket, answer);
        });
  }
}
