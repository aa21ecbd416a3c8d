package heartbeat.notify;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP status says about a ping or an alert to a webhook. The status line decides:
 * heartbeat does not wait for the body.
 */
final class PingAnswer {
  private PingAnswer() {}

  /**
   * @param server who answered, for people
   * @param asked what the Retry-After header asked for
   */
  static Attempt judge(int status, String server, Duration asked) {
    String said = status + name(status) + " from " + server;
    if (status >= 200 && status < 300) {
      return Attempt.delivered(said);
    }
    if (isPassing(status)) {
      return Attempt.temporary(
          asked.isPositive() ? said + ", which asks to wait " + seconds(asked) : said, asked);
    }
    if (status < 400 || status == 407) {
      return Attempt.untilFixed(said + hint(status));
    }
    return Attempt.permanent(said + hint(status));
  }

  /**
   * The same of a service whose answers can be read.
   *
   * @param blame which part of the config is wrong; null: as for a ping
   */
  static Attempt judge(int status, String server, Duration asked, @Nullable String blame) {
    boolean wrong = status >= 400 && status < 500 && !isPassing(status) && status != 407;
    return wrong && blame != null
        ? Attempt.permanent(status + name(status) + " from " + server + ": " + blame.strip())
        : judge(status, server, asked);
  }

  private static boolean isPassing(int status) {
    return status == 408 || status == 425 || status == 429 || status >= 500;
  }

  /** {@code 10s}, {@code 0.3s}. */
  static String seconds(Duration time) {
    long tenths = (time.toMillis() + 50) / 100;
    return tenths % 10 == 0 || tenths >= 100
        ? (tenths + 5) / 10 + "s"
        : String.format(Locale.ROOT, "%d.%ds", tenths / 10, tenths % 10);
  }

  private static String name(int status) {
    return switch (status) {
      case 200 -> " OK";
      case 201 -> " created";
      case 202 -> " accepted";
      case 204 -> " no content";
      case 400 -> " bad request";
      case 401 -> " unauthorized";
      case 403 -> " forbidden";
      case 404 -> " not found";
      case 405 -> " method not allowed";
      case 407 -> " proxy authentication required";
      case 408 -> " request timeout";
      case 409 -> " conflict";
      case 410 -> " gone";
      case 413 -> " content too large";
      case 429 -> " too many requests";
      case 500 -> " internal server error";
      case 502 -> " bad gateway";
      case 503 -> " service unavailable";
      case 504 -> " gateway timeout";
      default -> "";
    };
  }

  private static String hint(int status) {
    return switch (status) {
      case 401, 403 -> ": the key in its URL or headers is not accepted, check both";
      case 405 -> ": check its \"method\"";
      case 407 -> ": check the user and password of \"proxy\"";
      case 409 -> ": more than one check has this name, check its URL";
      case 413 -> ": check its \"body\" and \"body-limit\"";
      default ->
          status >= 400
              ? ": its URL is wrong, check it"
              : ": the server sends it elsewhere without saying where, check its URL";
    };
  }
}
