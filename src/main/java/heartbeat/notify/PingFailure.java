package heartbeat.notify;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What an exception says about a ping. Of the messages of exceptions only those of sockets are
 * shown: others may quote the URL, which is a secret.
 */
final class PingFailure {
  private PingFailure() {}

  /**
   * @param doing what was being done, as of {@link PingProgress}
   * @param server host and port
   */
  static Attempt judge(Throwable failure, String doing, String server, Duration elapsed) {
    String complaint = Causes.certificateComplaint(failure);
    if (complaint != null) {
      return Attempt.untilFixed("the TLS certificate of " + server + " " + complaint);
    }
    if (failure instanceof InterruptedIOException) {
      return timedOut(doing, server, elapsed);
    }
    if (failure instanceof UnknownHostException) {
      return Attempt.temporary("no address found for " + server + " (DNS)");
    }
    if (failure instanceof SSLPeerUnverifiedException) {
      return Attempt.untilFixed("the TLS certificate of " + server + " is for another name");
    }
    if (failure instanceof SSLException) {
      return Attempt.temporary("no TLS connection to " + server + tlsWords(failure));
    }
    if (failure instanceof ProtocolException) {
      return Attempt.temporary("what " + server + " answers is not HTTP");
    }
    if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
      return Attempt.temporary("can't connect to " + server + Causes.socketWords(failure));
    }
    if (failure instanceof SocketException) {
      return Attempt.temporary(
          "the connection to " + server + " broke" + Causes.socketWords(failure));
    }
    if (failure instanceof IOException) {
      return Attempt.temporary(server + " closed the connection without an answer");
    }
    return Attempt.temporary(
        "failed " + doing + " " + server + " (" + failure.getClass().getSimpleName() + ")");
  }

  static Attempt timedOut(String doing, String server, Duration elapsed) {
    return Attempt.temporary(
        "timed out after " + PingAnswer.seconds(elapsed) + " " + doing + " " + server);
  }

  private static String tlsWords(Throwable failure) {
    String words = Causes.socketWords(failure);
    return words.isEmpty() ? " (it broke off, or speaks none)" : words;
  }
}
