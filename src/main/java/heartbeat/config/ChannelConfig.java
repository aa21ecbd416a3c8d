package heartbeat.config;

import heartbeat.channel.Destination;
import heartbeat.check.QuietHours;
import org.jspecify.annotations.Nullable;

/**
 * What stands under a channel's name.
 *
 * @param destination null when there are errors
 * @param quiet when the switch holds its alerts back; null: never
 */
record ChannelConfig(@Nullable Destination destination, @Nullable QuietHours quiet) {}
