package heartbeat.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import heartbeat.server.Database;
import heartbeat.server.Fixtures;
import heartbeat.server.ServeSettings;
import heartbeat.server.SwitchServer;
import heartbeat.server.alert.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class TlsTest {
  @TempDir Path folder;

  @Test
  void aNewCertificateIsTakenWithoutARestart() throws Exception {
    ServeSettings.Tls files = write("first", "EC", 1_000);
    TlsFiles tls = new TlsFiles(files);
    org.eclipse.jetty.server.Handler handler =
        new org.eclipse.jetty.server.Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            callback.succeeded();
            return true;
          }
        };
    try (HttpServer server =
        new HttpServer("127.0.0.1", 0, HttpServer.Limits.USUAL, tls, handler)) {
      server.start();
      assertThat(server.uri().getScheme()).isEqualTo("https");
      assertThat(subject(server.port())).isEqualTo("CN=first");
      write("second", "RSA", 2_000);
      tls.refresh();
      assertThat(subject(server.port())).isEqualTo("CN=second");
      Files.writeString(files.certificate(), "broken");
      assertThat(said(tls::refresh))
          .contains(
              "can't use the new certificate " + files.certificate() + ", the old one stays: ");
      assertThat(subject(server.port())).as("the old one stays").isEqualTo("CN=second");
    }
  }

  @Test
  void whatCantBeUsedIsSaid() throws Exception {
    ServeSettings.Tls files = write("x", "EC", 1_000);
    Files.writeString(files.key(), "-----BEGIN RSA PRIVATE KEY-----\n");
    assertThatThrownBy(() -> new TlsFiles(files)).hasMessageContaining("openssl pkcs8");
    assertThatThrownBy(() -> new TlsFiles(new ServeSettings.Tls(folder.resolve("no"), files.key())))
        .hasMessageContaining("can't use the certificate");
  }

  @Test
  void halfARenewalIsNotTakenAndToldOnce() throws Exception {
    ServeSettings.Tls files = write("first", "RSA", 1_000);
    String oldKey = Files.readString(files.key());
    TlsFiles tls = new TlsFiles(files);
    write("second", "RSA", 2_000);
    String newKey = Files.readString(files.key());
    Files.writeString(files.key(), oldKey);
    assertThat(said(tls::refresh))
        .contains("the key " + files.key() + " is not the one of this certificate");
    assertThat(said(tls::refresh)).isEmpty();
    assertThat(TlsFiles.problem(files)).contains("is not the one of this certificate");
    Files.writeString(files.key(), newKey);
    assertThat(said(tls::refresh)).isEmpty();
  }

  @Test
  void withTlsBrowsersAreToldToComeBackByTlsOnly() throws Exception {
    ServeSettings plain =
        Fixtures.settings(new Database.Sqlite(folder.resolve("a.db")), List.of(), Routes.NOWHERE);
    ServeSettings secured = Fixtures.secured(plain, write("first", "EC", 1_000));
    try (SwitchServer server =
        SwitchServer.start(secured, InstantSource.system(), "test", Map.of())) {
      assertThat(head(server.uri().getPort(), true))
          .contains("Strict-Transport-Security: max-age=");
    }
    try (SwitchServer server = SwitchServer.start(plain, InstantSource.system(), "t", Map.of())) {
      assertThat(head(server.uri().getPort(), false)).doesNotContain("Strict-Transport-Security");
    }
  }

  private static String head(int port, boolean secured) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    InetAddress here = InetAddress.getLoopbackAddress();
    try (Socket socket =
        secured ? context.getSocketFactory().createSocket(here, port) : new Socket(here, port)) {
      String request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
          .split("\r\n\r\n", 2)[0];
    }
  }

  /** What the log says meanwhile. */
  private static String said(Runnable deed) {
    ListAppender<ILoggingEvent> listener = new ListAppender<>();
    listener.start();
    Logger logger = (Logger) LoggerFactory.getLogger("heartbeat");
    logger.addAppender(listener);
    deed.run();
    logger.detachAppender(listener);
    StringBuilder said = new StringBuilder();
    listener.list.forEach(event -> said.append(event.getFormattedMessage()).append('\n'));
    return said.toString();
  }

  private ServeSettings.Tls write(String name, String algorithm, long time) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "secret".toCharArray());
    }
    Path certificate = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    pem(certificate, "CERTIFICATE", keys.getCertificate("a").getEncoded(), time);
    pem(key, "PRIVATE KEY", keys.getKey("a", "secret".toCharArray()).getEncoded(), time);
    return new ServeSettings.Tls(certificate, key);
  }

  private static void pem(Path file, String kind, byte[] der, long time) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    Files.setLastModifiedTime(file, FileTime.fromMillis(time));
  }

  private static String subject(int port) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.startHandshake();
      Certificate first = socket.getSession().getPeerCertificates()[0];
      return ((X509Certificate) first).getSubjectX500Principal().getName();
    }
  }

  /** Trusts whoever it is: the test wants to see, not to be safe. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
