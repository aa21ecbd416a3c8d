package heartbeat.check;

import java.util.List;

/**
 * Which pings count, and as what.
 *
 * @param postOnly whether anything but POST is ignored: mail scanners and previews follow links
 * @param failure words in the body that make a plain ping a failure; looked for first
 * @param success words that make it a success
 * @param start words that make it a start
 * @param otherwise what a plain ping is when there are words, and none of them is in it: FAILURE or
 *     IGNORED
 */
public record PingFilter(
    boolean postOnly,
    List<String> failure,
    List<String> success,
    List<String> start,
    Signal otherwise) {
  /** Every ping is what its URL says. */
  public static final PingFilter EVERYTHING =
      new PingFilter(false, List.of(), List.of(), List.of(), Signal.IGNORED);

  public PingFilter {
    failure = List.copyOf(failure);
    success = List.copyOf(success);
    start = List.copyOf(start);
  }

  /** Whether the body must be looked at. */
  public boolean readsBody() {
    return !failure.isEmpty() || !success.isEmpty() || !start.isEmpty();
  }

  /**
   * As what a ping counts. Words decide over plain pings only: {@code /fail}, {@code /start},
   * {@code /log} and exit statuses mean what they say.
   *
   * @param signal what the URL says
   * @param plain whether the URL names nothing but the check
   */
  public Signal take(Signal signal, boolean plain, String method, String body) {
    if (postOnly && !method.equals("POST")) {
      return Signal.IGNORED;
    }
    if (!plain || !readsBody()) {
      return signal;
    }
    if (holdsAny(body, failure)) {
      return Signal.FAILURE;
    }
    if (holdsAny(body, success)) {
      return Signal.SUCCESS;
    }
    return holdsAny(body, start) ? Signal.START : otherwise;
  }

  private static boolean holdsAny(String body, List<String> words) {
    for (String word : words) {
      if (body.contains(word)) {
        return true;
      }
    }
    return false;
  }
}
