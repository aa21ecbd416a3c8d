package heartbeat.server.http;

import heartbeat.server.ServeSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PEM certificate chain and its key. The files are read again when they change. */
public final class TlsFiles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");

  private static final Duration EVERY = Duration.ofMinutes(1);

  private final ServeSettings.Tls files;
  private final SslContextFactory.Server context = new SslContextFactory.Server();
  private List<Object> loaded;
  private String told = "";
  private volatile boolean ended;

  /**
   * Reads the files. Throws IllegalStateException, with a message for the user, when they can't be
   * used.
   */
  public TlsFiles(ServeSettings.Tls files) {
    this.files = files;
    try {
      loaded = changed();
      context.setSslContext(read(files));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "can't use the certificate " + files.certificate() + ": " + why(e), e);
    }
  }

  SslConnectionFactory factory(HttpConfiguration http) {
    http.addCustomizer(new SecureRequestCustomizer(false));
    return new SslConnectionFactory(context, "http/1.1");
  }

  /** From now on, checks every minute whether the files have changed. */
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

  /**
   * Reads the files again if they have changed. When it can't use them, it logs why and keeps the
   * old ones.
   */
  public synchronized void refresh() {
    try {
      List<Object> now = changed();
      if (!now.equals(loaded)) {
        SSLContext fresh = read(files);
        context.reload(factory -> factory.setSslContext(fresh));
        loaded = now;
        told = "";
      }
    } catch (Exception e) {
      String why = why(e);
      if (why.equals(told)) {
        return; // an incomplete renewal is checked every minute, but logged once
      }
      told = why;
      LOG.error(
          "can't use the new certificate {}, the old one stays: {}", files.certificate(), why);
    }
  }

  private List<Object> changed() throws IOException {
    return List.of(
        Files.getLastModifiedTime(files.certificate()),
        Files.size(files.certificate()),
        Files.getLastModifiedTime(files.key()),
        Files.size(files.key()));
  }

  /** The problem, and what to do about it. */
  private static String why(Exception e) {
    if (e instanceof AccessDeniedException denied) {
      return "the user "
          + System.getProperty("user.name", "of this process")
          + " has no permission to read "
          + denied.getFile()
          + "; hand both files over with LoadCredential=, as docs/serve.md shows";
    }
    return e instanceof NoSuchFileException missing
        ? "there is no file " + missing.getFile()
        : String.valueOf(e.getMessage());
  }

  /**
   * The problem with these files, as far as the current user can see; null: none. Only reads them.
   */
  public static @Nullable String problem(ServeSettings.Tls files) {
    if (files.certificate().startsWith("/run/credentials")
        && Files.notExists(files.certificate())) {
      return null; // systemd creates them while the unit runs
    }
    try {
      read(files);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      return why(e);
    }
    return onlyRoot(files.key())
        ? "only root can read "
            + files.key()
            + "; heartbeat.service runs as another user: hand both files over with LoadCredential=,"
            + " as docs/serve.md shows"
        : null;
  }

  /** Whether only root can read the file. */
  public static boolean onlyRoot(Path file) {
    try {
      var attributes = Files.readAttributes(file, PosixFileAttributes.class);
      Set<PosixFilePermission> may = attributes.permissions();
      boolean group =
          may.contains(PosixFilePermission.GROUP_READ)
              && !attributes.group().getName().equals("root");
      return attributes.owner().getName().equals("root")
          && !group
          && !may.contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * Builds the TLS context here, because Jetty would load services by reflection to read a key
   * store.
   */
  private static SSLContext read(ServeSettings.Tls files)
      throws IOException, GeneralSecurityException {
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
    PrivateKey key = privateKey(files.key());
    if (!belongTogether(certificates[0], key)) {
      throw new GeneralSecurityException(
          "the key " + files.key() + " is not the one of this certificate");
    }
    store.setKeyEntry("heartbeat", key, new char[0], certificates);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext fresh = SSLContext.getInstance("TLS");
    fresh.init(keys.getKeyManagers(), null, null);
    return fresh;
  }

  /**
   * Whether the key belongs to the certificate: the certificate must verify what the key has
   * signed.
   */
  private static boolean belongTogether(Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] words = "heartbeat".getBytes(StandardCharsets.US_ASCII);
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(words);
    byte[] signed = signature.sign();
    try {
      signature.initVerify(certificate.getPublicKey());
      signature.update(words);
      return signature.verify(signed);
    } catch (InvalidKeyException | SignatureException ofAnotherKind) {
      return false;
    }
  }

  /** Reads a PKCS#8 key, the form that {@code openssl} and Let's Encrypt write. */
  private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    String pem = Files.readString(file, StandardCharsets.US_ASCII);
    String begin = "-----BEGIN PRIVATE KEY-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf("-----END PRIVATE KEY-----");
    if (from < 0 || to < from) {
      throw new GeneralSecurityException(
          file + " is no PKCS#8 key; convert it with: openssl pkcs8 -topk8 -nodes");
    }
    byte[] der = Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
    for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException ofAnotherKind) {
        // Try the next algorithm.
      }
    }
    throw new GeneralSecurityException(file + " is neither an RSA, EC nor EdDSA key");
  }
}
