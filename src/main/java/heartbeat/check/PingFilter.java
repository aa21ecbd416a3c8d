package heartbeat.check;

import java.util.List;

/**
 * Decides which pings count, and as what.
 *
 * @param postOnly whether only POST requests count: mail scanners and previews follow links
 * @param reads whether keywords in the body decide; keywords may be stored while this is false
 * @param failure keywords that make a plain ping a failure; they are tested first
 * @param success keywords that make it a success
 * @param start keywords that make it a start
 * @param otherwise what a plain ping counts as when there are keywords but none matches: FAILURE or
 *     IGNORED
 */
public record PingFilter(
    boolean postOnly,
    boolean reads,
    List<String> failure,
    List<String> success,
    List<String> start,
    Signal otherwise) {
  /** Takes every ping as its URL says. */
  public static final PingFilter EVERYTHING =
      new PingFilter(false, List.of(), List.of(), List.of(), Signal.IGNORED);

  public PingFilter {
    failure = List.copyOf(failure);
    success = List.copyOf(success);
    start = List.copyOf(start);
  }

  /** Keywords decide if there are any. */
  public PingFilter(
      boolean postOnly,
      List<String> failure,
      List<String> success,
      List<String> start,
      Signal otherwise) {
    this(
        postOnly,
        !failure.isEmpty() || !success.isEmpty() || !start.isEmpty(),
        failure,
        success,
        start,
        otherwise);
  }

  /**
   * What a ping counts as. Keywords decide only over plain pings; {@code /fail}, {@code /start},
   * {@code /log} and exit statuses keep their meaning.
   *
   * @param signal what the URL says
   * @param plain whether the URL names only the check
   */
  public Signal take(Signal signal, boolean plain, String method, String body) {
    if (postOnly && !method.equals("POST")) {
      return Signal.IGNORED;
    }
    if (!plain || !reads) {
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
