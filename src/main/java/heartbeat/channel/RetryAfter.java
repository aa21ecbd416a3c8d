package heartbeat.channel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;

/**
 * How long a service asks for no request in the body of its answer: Discord ({@code retry_after},
 * seconds), Telegram ({@code parameters.retry_after}), Zulip ({@code retry-after}), Matrix ({@code
 * retry_after_ms}).
 */
public final class RetryAfter {
  private static final double LONGEST = Duration.ofDays(1).toSeconds();

  private RetryAfter() {}

  /** Zero when the body asks for nothing. */
  public static Duration in(String body) {
    JsonObject answer = Requests.object(body);
    if (answer == null) {
      return Duration.ZERO;
    }
    double seconds = number(answer.get("retry_after"));
    if (answer.get("parameters") instanceof JsonObject parameters) {
      seconds = Math.max(seconds, number(parameters.get("retry_after")));
    }
    seconds = Math.max(seconds, number(answer.get("retry-after")));
    seconds = Math.max(seconds, number(answer.get("retry_after_ms")) / 1000);
    return Duration.ofMillis((long) Math.ceil(Math.min(seconds, LONGEST) * 1000));
  }

  private static double number(@org.jspecify.annotations.Nullable JsonElement element) {
    try {
      double value = element == null || !element.isJsonPrimitive() ? 0 : element.getAsDouble();
      return Double.isFinite(value) && value > 0 ? value : 0;
    } catch (NumberFormatException notOne) {
      return 0;
    }
  }
}
