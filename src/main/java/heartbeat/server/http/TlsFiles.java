package heartbeat.server.http;

import heartbeat.server.ServeSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PEM certificate chain and key, read again when they change. */
public final class TlsFiles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");

  private static final Duration EVERY = Duration.ofMinutes(1);

  private final ServeSettings.Tls files;
  private final SslContextFactory.Server context = new SslContextFactory.Server();
  private FileTime loaded;
  private volatile boolean ended;

  /** Throws IllegalStateException, with a message for the user, when they can't be used. */
  public TlsFiles(ServeSettings.Tls files) {
    this.files = files;
    try {
      loaded = changed();
      context.setSslContext(read());
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "can't use the certificate " + files.certificate() + ": " + e.getMessage(), e);
    }
  }

  SslConnectionFactory factory(HttpConfiguration http) {
    http.addCustomizer(new SecureRequestCustomizer(false));
    return new SslConnectionFactory(context, "http/1.1");
  }

  /** From now on looks every minute whether they have changed. */
  public void watch() {
    Thread.ofVirtual()
        .name("certificate")
        .start(
            () -> {
              try {
                while (!ended) {
                  Thread.sleep(EVERY);
                  refresh();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  @Override
  public void close() {
    ended = true;
  }

  /** Takes the files anew if they have changed; what can't be used is said, and the old stays. */
  public synchronized void refresh() {
    try {
      FileTime now = changed();
      if (!now.equals(loaded)) {
        SSLContext fresh = read();
        context.reload(factory -> factory.setSslContext(fresh));
        loaded = now;
      }
    } catch (Exception e) {
      LOG.error(
          "can't use the new certificate {}, the old one stays: {}",
          files.certificate(),
          e.getMessage());
    }
  }

  private FileTime changed() throws IOException {
    FileTime certificate = Files.getLastModifiedTime(files.certificate());
    FileTime key = Files.getLastModifiedTime(files.key());
    return certificate.compareTo(key) > 0 ? certificate : key;
  }

  /** Made here: Jetty would look for services by reflection to read a key store. */
  private SSLContext read() throws IOException, GeneralSecurityException {
    byte[] chain = Files.readAllBytes(files.certificate());
    Certificate[] certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(chain))
            .toArray(new Certificate[0]);
    if (certificates.length == 0) {
      throw new GeneralSecurityException("no certificate in it");
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("heartbeat", privateKey(), new char[0], certificates);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext fresh = SSLContext.getInstance("TLS");
    fresh.init(keys.getKeyManagers(), null, null);
    return fresh;
  }

  /** PKCS#8, which {@code openssl} and Let's Encrypt write. */
  private PrivateKey privateKey() throws IOException, GeneralSecurityException {
    String pem = Files.readString(files.key(), StandardCharsets.US_ASCII);
    String begin = "-----BEGIN PRIVATE KEY-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf("-----END PRIVATE KEY-----");
    if (from < 0 || to < from) {
      throw new GeneralSecurityException(
          files.key() + " is no PKCS#8 key; convert it with: openssl pkcs8 -topk8 -nodes");
    }
    byte[] der = Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
    for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException ofAnotherKind) {
        // The next one may be it.
      }
    }
    throw new GeneralSecurityException(files.key() + " is neither an RSA, EC nor EdDSA key");
  }
}
