package heartbeat.config;

import heartbeat.channel.Destination;
import heartbeat.check.QuietHours;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel, as the config has it under its name.
 *
 * @param destination null when there are errors
 * @param quiet when the switch holds its alerts back; null: never
 */
record ChannelConfig(@Nullable Destination destination, @Nullable QuietHours quiet) {
  /** The message for a name that no channel has. */
  static String noChannel(String name, List<String> names) {
    return "there is no channel '"
        + Values.shown(name)
        + "' under 'channels'"
        + Spelling.hint(name, names);
  }
}
