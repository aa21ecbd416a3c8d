package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import heartbeat.Await;
import heartbeat.notify.TestTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged {@code status --url} looks at the packaged {@code serve}, over TLS and with keys.
 */
class RemoteStatusIT {
  private static final String UUID = "8116e449-d71c-4112-8f5d-a66f60902091";

  @TempDir static Path folder;
  private static Path home;
  private static Shell shell;
  private static SwitchAtWork plain;
  private static SwitchAtWork guarded;

  @BeforeAll
  static void start() throws Exception {
    home = Files.createDirectory(folder.resolve("client"));
    shell = new Shell(home);
    plain =
        new SwitchAtWork(
            Files.createDirectory(folder.resolve("plain")),
            "",
            "  good: { uuid: "
                + UUID
                + ", period: 1h, tags: [a, b] }\n"
                + "  bad: { period: 1h }\n  gone: { period: 1s, grace: 1s }\n");
    plain.ping("good", "");
    plain.ping("bad/3", "");
    plain.ping("gone", "");
    certificate("localhost", 1_000);
    String serve =
        "  users: { ann: \"%s\" }\n  api-keys: { read: [\"%s\"] }\n  tls: { certificate: %s, key: %s }\n"
            .formatted(
                hash("pass"), hash("read"), folder.resolve("cert.pem"), folder.resolve("key.pem"));
    guarded =
        new SwitchAtWork(
            Files.createDirectory(folder.resolve("guarded")),
            serve,
            "  job: { uuid: " + UUID + ", period: 1h }\n");
  }

  private static String hash(String password) {
    return shell.run("echo " + password + " | $HB hash-password").out().strip();
  }

  /** The test certificate of that name, as PEM files of this time. */
  private static void certificate(String name, long time) throws Exception {
    KeyStore keys = TestTls.keys(name);
    char[] password = TestTls.PASSWORD.toCharArray();
    String alias = keys.aliases().nextElement();
    pem("cert.pem", "CERTIFICATE", keys.getCertificate(alias).getEncoded(), time);
    pem("key.pem", "PRIVATE KEY", keys.getKey(alias, password).getEncoded(), time);
    Files.copy(
        folder.resolve("cert.pem"),
        folder.resolve("ca-" + name + ".pem"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static void pem(String file, String kind, byte[] der, long time) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(der);
    Path path = folder.resolve(file);
    Files.writeString(
        path, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    Files.setLastModifiedTime(path, FileTime.fromMillis(time));
  }

  @AfterAll
  static void stop() {
    for (SwitchAtWork one : new SwitchAtWork[] {plain, guarded}) {
      if (one != null) {
        one.close();
      }
    }
  }

  @Test
  void theTableSaysWhatIsDownAndWhy() {
    Await.until(() -> status(plain.base).out().contains("missed ("));
    var result = status(plain.base);
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .containsPattern(
            "(?s)bad +down +failed +.* ago.*gone +down +missed \\(\\d+ runs\\).*good +up")
        .containsPattern("good +up +- +\\S+ ago +in 1h \\d+m +- +a b")
        .doesNotContain(UUID, SwitchAtWork.PING_KEY);
    assertThat(status(plain.base + " --nagios good").out()).isEqualTo("OK: 1 check(s) well\n");
    var nagios = status(plain.base + " --nagios");
    assertThat(nagios.out()).startsWith("CRITICAL: bad down: failed; gone down: missed (");
    assertThat(nagios.status()).isEqualTo(2);
    JsonObject bad =
        JsonParser.parseString(status(plain.base + " bad --json").out())
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject();
    assertThat(bad.get("reason").getAsString()).isEqualTo("failed");
    assertThat(Instant.parse(bad.get("since").getAsString())).isBefore(Instant.now());
  }

  @Test
  void keyLoginAndCertificateAreNeeded() throws Exception {
    String localhost = guarded.base.replace("127.0.0.1", "localhost");
    assertThat(status(localhost).err())
        .contains("the TLS certificate of localhost", "is not trusted: check \"ca-file\"");
    String trusting = localhost + " --ca-file " + folder.resolve("ca-localhost.pem");
    assertThat(status(trusting).err()).contains("asks for a key or login");
    shell.write("key", "read\n");
    assertThat(status(trusting + " --api-key-file key").out()).containsPattern("job +new");
    shell.write("login", "ann:pass\n");
    assertThat(status(trusting + " --login-file login").out()).containsPattern("job +new");
    shell.environment.put("HEARTBEAT_API_KEY", "nonsense");
    var refused = status(trusting);
    shell.environment.remove("HEARTBEAT_API_KEY");
    assertThat(refused.err()).contains("does not accept this key").doesNotContain("nonsense");
    assertThat(refused.status()).isEqualTo(1);
    certificate("other", 2_000);
    guarded.reload();
    assertThat(status(trusting + " --api-key-file key").err()).contains("the TLS certificate of");
    certificate("localhost", 3_000);
    guarded.reload();
    assertThat(status(trusting + " --api-key-file key").out()).containsPattern("job +new");
    assertThat(guarded.complaints()).doesNotContain("can't use");
  }

  private static Shell.Result status(String url) {
    return shell.run("$HB status --url " + url);
  }
}
