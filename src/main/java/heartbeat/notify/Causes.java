package heartbeat.notify;

import java.net.SocketException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import org.jspecify.annotations.Nullable;

/** The causes of an exception of a library. */
final class Causes {
  private static final int DEEPEST = 20;

  private Causes() {}

  /** The first of this type among the exception and its causes. */
  static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }

  /**
   * {@code : Connection refused}, or nothing. Only what a socket says is shown: the messages of
   * others may quote a URL, which is a secret.
   */
  static String socketWords(Throwable failure) {
    Throwable root = failure;
    for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
      root = root.getCause();
    }
    String words = root instanceof SocketException ? root.getMessage() : null;
    return words == null || words.contains("/") ? "" : ": " + words;
  }

  /**
   * What is wrong with the peer's TLS certificate, as words that follow its name; null: nothing.
   */
  static @Nullable String certificateComplaint(Throwable failure) {
    CertificateException certificate = find(failure, CertificateException.class);
    if (certificate == null) {
      return null;
    }
    if (find(failure, CertificateExpiredException.class) != null) {
      return "has expired";
    }
    if (find(failure, CertificateNotYetValidException.class) != null) {
      return "is not valid yet (or is this machine's clock wrong?)";
    }
    // The words of the JDK's host name check.
    String message = String.valueOf(certificate.getMessage());
    return message.startsWith("No subject alternative") || message.startsWith("No name matching")
        ? "is for another name"
        : "is not trusted: check \"ca-file\"";
  }
}
