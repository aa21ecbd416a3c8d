package heartbeat.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How long to wait before the next attempt. */
final class RetryDelay {
  /**
   * If a server asks for a longer pause, there is no further attempt within one call: the run does
   * not wait so long, and must not ask earlier. The outbox retries later.
   */
  static final Duration LONGEST_ASKED = Duration.ofSeconds(20);

  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 8_000;

  private RetryDelay() {}

  /**
   * The wait after failed attempt {@code attempt} (1 is the first): 1 s, 2 s, 4 s, … up to 8 s,
   * each within half of itself either way, so that thousands of jobs that failed in the same second
   * do not come back in the same second; and never less than the server asked for.
   */
  static Duration after(int attempt, Duration asked, RandomGenerator random) {
    long full = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(attempt - 1, 10));
    Duration own = Duration.ofMillis(full / 2 + random.nextLong(full));
    return own.compareTo(asked) >= 0 ? own : asked.plusMillis(random.nextLong(FIRST_MILLIS));
  }

  /** The pause that a Retry-After header asks for: seconds or an HTTP date (RFC 9110, 10.2.3). */
  static Duration asked(@Nullable String header, Instant now) {
    if (header == null) {
      return Duration.ZERO;
    }
    String text = header.strip();
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Duration.ofSeconds(text.length() > 9 ? 999_999_999 : Long.parseLong(text));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
    } catch (DateTimeParseException notADate) {
      return Duration.ZERO;
    }
  }
}
