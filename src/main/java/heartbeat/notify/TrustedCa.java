package heartbeat.notify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The certificates of one PEM file, trusted instead of those that come with Java. */
record TrustedCa(SSLSocketFactory sockets, X509TrustManager trust) {

  /** Throws IOException, with a message for people, when the file holds no usable certificate. */
  static TrustedCa read(Path pem) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      // All bytes first: the factory reads an unbuffered stream byte by byte.
      var bytes = new ByteArrayInputStream(Files.readAllBytes(pem));
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
        store.setCertificateEntry("ca" + count++, one);
      }
      if (count == 0) {
        throw new IOException("ca-file " + pem + " holds no certificate");
      }
      return of(store);
    } catch (NoSuchFileException missing) {
      throw new IOException("ca-file " + pem + " does not exist", missing);
    } catch (GeneralSecurityException broken) {
      throw new IOException("ca-file " + pem + " can't be used as PEM certificates", broken);
    }
  }

  private static TrustedCa of(KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {x509}, null);
        return new TrustedCa(context.getSocketFactory(), x509);
      }
    }
    throw new GeneralSecurityException("this Java has no X.509 trust manager");
  }
}
