package heartbeat.notify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates for test servers: {@code localhost}, {@code expired} (for localhost, until 2020) and
 * {@code other} (for other.example). Made by {@code keytool -genkeypair -keyalg EC -ext SAN=…} into
 * NAME.p12, and exported with {@code keytool -exportcert -rfc} into NAME.pem. Of {@code expired}
 * the latter is the CA that issued it ({@code keytool -gencert -startdate}): Java does not ask the
 * age of what is trusted by itself.
 */
public final class TestTls {
  public static final String PASSWORD = "changeit";

  private TestTls() {}

  /** The certificate as a CA file. */
  public static Path pem(String name) {
    return resource(name + ".pem");
  }

  static Path keyStore(String name) {
    return resource(name + ".p12");
  }

  /** What a server needs to show this certificate. */
  public static SSLContext server(String name) {
    try {
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(keys(name), PASSWORD.toCharArray());
      // Of a client, where the server asks for one, too.
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(keys(name));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /** The certificate with its key. */
  public static KeyStore keys(String name) {
    try (InputStream in = Files.newInputStream(keyStore(name))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      return store;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(TestTls.class.getResource(name)).toURI());
    } catch (URISyntaxException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
