package heartbeat.run;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is mailed, and when.
 *
 * @param to addresses; empty: no mail
 * @param from null: heartbeat at this host
 * @param subject with placeholders; null: the built-in one
 * @param body the text, with placeholders; null: the built-in one
 * @param cooldown the same failure again within this time is only counted
 */
public record MailSettings(
    List<String> to,
    @Nullable String from,
    Set<Occasion> on,
    @Nullable String subject,
    @Nullable String body,
    Duration cooldown) {

  /** What a mail can be about. */
  public enum Occasion {
    FAILURE,
    WARNING,
    RECOVERY
  }

  /** The settings of a job that mails nobody. */
  public static final MailSettings NONE =
      new MailSettings(
          List.of(), null, EnumSet.allOf(Occasion.class), null, Duration.ofMinutes(30));

  /** With the built-in subject and text. */
  public MailSettings(
      List<String> to,
      @Nullable String from,
      Set<Occasion> on,
      @Nullable String subject,
      Duration cooldown) {
    this(to, from, on, subject, null, cooldown);
  }

  public MailSettings {
    to = List.copyOf(to);
    on = Set.copyOf(on);
  }
}
