package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.Await;
import heartbeat.notify.TestTls;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image works wherever it is put, where no Java is installed. */
class ImageIT {
  @TempDir Path home;

  @Test
  void aCopyRunsWhereverItIs() {
    Shell shell = new Shell(home);
    shell.environment.put("IMAGE", Shell.binary().getParent().getParent().toString());
    var result =
        shell.run(
            "cp -r $IMAGE 'else where' && ln -s 'else where/bin/heartbeat' hb"
                + " && ./hb judge < $SAMPLES/cron-45-success.log && ./hb --version");
    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.out()).contains("success", "heartbeat ");
  }

  @Test
  void whatLooksLikeAnOptionOfAJavaRunTimeReachesTheCommand() {
    var result =
        new Shell(home).run("$HB exec e --tee -- echo -Xmx1g -Da=b -XX:+UseG1GC @file --help");
    assertThat(result.out()).isEqualTo("-Xmx1g -Da=b -XX:+UseG1GC @file --help\n");
  }

  @Test
  void aCopyWithoutItsDatesStillRunsFromItsArchive() {
    Shell.assumeJvm("there is no class archive");
    Shell shell = new Shell(home);
    shell.environment.put("PATH", "/bin:/usr/bin");
    shell.environment.put("IMAGE", Shell.binary().getParent().getParent().toString());
    assertThat(shell.run("cp -r $IMAGE 'else where'").status()).isZero();
    var result =
        shell.run(
            "ln -s 'else where/bin/heartbeat' hb && ./hb judge < $SAMPLES/cron-45-success.log"
                + " && sed -i 's/-XX:SharedArchiveFile=/-Xshare:on &/' 'else where/bin/heartbeat'"
                + " && 'else where/bin/heartbeat' --version");
    assertThat(result.status()).as(result.toString()).isZero();
    assertThat(result.out()).contains("success", "heartbeat ");
  }

  @Test
  void theSwitchLoadsItsDatabaseLibraryWhereItLiesAndUnpacksNothing() throws Exception {
    Shell shell = new Shell(home);
    Process serve = shell.start("exec $HB serve --listen 127.0.0.1:0 --database switch.db");
    try {
      Await.until(() -> contains(home.resolve("out"), "listening on"));
      Path image = Shell.binary().getParent().getParent().toRealPath();
      assertThat(Files.readAllLines(Path.of("/proc/" + serve.pid() + "/maps")))
          .filteredOn(line -> line.contains("sqlite") && !line.contains("switch.db"))
          .isNotEmpty()
          .allSatisfy(line -> assertThat(line).contains(" " + image + "/"));
    } finally {
      serve.destroy();
      serve.waitFor();
    }
  }

  @Test
  void theSwitchShowsPostgresTheCertificateInAPkcs12File() throws Exception {
    char[] password = TestTls.PASSWORD.toCharArray();
    KeyStore keys = TestTls.keys("localhost");
    String alias = keys.aliases().nextElement();
    keys.setKeyEntry(
        "user", keys.getKey(alias, password), password, keys.getCertificateChain(alias));
    try (OutputStream file = Files.newOutputStream(home.resolve("client.p12"))) {
      keys.store(file, password);
    }
    try (var postgres = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      String url =
          "postgresql://u@127.0.0.1:%d/d?sslmode=require&sslkey=client.p12&sslpassword=%s"
              .formatted(postgres.getLocalPort(), TestTls.PASSWORD);
      Process serve =
          new Shell(home).start("exec $HB serve --listen 127.0.0.1:0 --database '" + url + "'");
      postgres.setSoTimeout(60_000);
      try (Socket plain = postgres.accept()) {
        plain.setSoTimeout(60_000);
        plain.getInputStream().readNBytes(8); // SSLRequest
        plain.getOutputStream().write('S');
        var tls =
            (SSLSocket)
                TestTls.server("localhost").getSocketFactory().createSocket(plain, null, true);
        tls.setNeedClientAuth(true);
        assertThat(tls.getSession().getPeerCertificates())
            .containsExactly(keys.getCertificate("user"));
      } finally {
        serve.destroy();
        serve.waitFor();
      }
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
