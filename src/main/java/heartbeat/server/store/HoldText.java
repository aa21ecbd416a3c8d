package heartbeat.server.store;

import heartbeat.check.Cause;
import heartbeat.check.Hold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The database column for {@link Hold}: words, separated by spaces, one for each fact: {@code
 * until:TIME}, {@code trouble:CAUSE}, {@code acknowledged:TIME}. Times are milliseconds since 1970.
 */
final class HoldText {
  private HoldText() {}

  /** The text; null for {@link Hold#NONE}, which most checks have. */
  static @Nullable String text(Hold hold) {
    List<String> words = new ArrayList<>();
    if (hold.pausedUntil() != null) {
      words.add("until:" + hold.pausedUntil().toEpochMilli());
    }
    if (hold.trouble() != null) {
      words.add("trouble:" + hold.trouble().name());
    }
    if (hold.acknowledged() != null) {
      words.add("acknowledged:" + hold.acknowledged().toEpochMilli());
    }
    return words.isEmpty() ? null : String.join(" ", words);
  }

  /** Reads the text. Throws IllegalArgumentException when it is damaged. */
  static Hold parse(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return Hold.NONE;
    }
    Instant until = null;
    Cause trouble = null;
    Instant acknowledged = null;
    for (String word : text.split(" ", -1)) {
      String value = word.substring(word.indexOf(':') + 1);
      switch (word.substring(0, Math.max(0, word.indexOf(':')))) {
        case "until" -> until = Instant.ofEpochMilli(Long.parseLong(value));
        case "trouble" -> trouble = Cause.valueOf(value);
        case "acknowledged" -> acknowledged = Instant.ofEpochMilli(Long.parseLong(value));
        default -> throw new IllegalArgumentException("nothing that is known: " + word);
      }
    }
    return new Hold(until, trouble, acknowledged);
  }
}
