package heartbeat.server.alert;

import heartbeat.channel.ChannelMessage;
import heartbeat.check.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which channels get a check's alerts: those that a person or the API chose for it; else those that
 * the config has for the check; else those of its tags; else the default ones.
 *
 * @param named all channels under {@code channels} in the config, used or not
 * @param byCheck by the check's name; an empty list: nobody gets its alerts
 * @param dependsOn by the check's name: the checks which hold back its alerts while they are down
 */
public record Routes(
    List<Channel> defaults,
    Map<String, List<Channel>> byTag,
    Map<String, List<Channel>> byCheck,
    List<Channel> named,
    Map<String, List<String>> dependsOn) {
  /** No channels: nobody gets an alert. */
  public static final Routes NOWHERE = new Routes(List.of(), Map.of(), Map.of());

  /** Routes without named channels, and without checks that depend on others. */
  public Routes(
      List<Channel> defaults,
      Map<String, List<Channel>> byTag,
      Map<String, List<Channel>> byCheck) {
    this(defaults, byTag, byCheck, List.of(), Map.of());
  }

  public Routes {
    named = List.copyOf(named);
    defaults = List.copyOf(defaults);
    byTag = Map.copyOf(byTag);
    byCheck = Map.copyOf(byCheck);
    dependsOn = Map.copyOf(dependsOn);
  }

  /** The channels that get a check's alerts; empty: nobody gets them. */
  public List<Channel> of(Check check) {
    List<String> chosen = check.extras().channels();
    if (chosen != null) {
      List<Channel> found = all().stream().filter(c -> chosen.contains(c.key())).toList();
      if (chosen.isEmpty() || !found.isEmpty()) {
        return found;
      }
      // The config has none of them any more: other channels get the alert, so that it is not lost.
    }
    List<Channel> own = byCheck.get(check.name());
    if (own != null) {
      return own;
    }
    List<Channel> tagged = new ArrayList<>();
    for (String tag : check.tags()) {
      for (Channel channel : byTag.getOrDefault(tag, List.of())) {
        if (!tagged.contains(channel)) {
          tagged.add(channel);
        }
      }
    }
    return tagged.isEmpty() ? defaults : tagged;
  }

  /** The longest time for which any channel gathers alerts. */
  public Duration longestGather() {
    Duration longest = Duration.ZERO;
    for (Channel channel : all()) {
      longest = channel.gather().compareTo(longest) > 0 ? channel.gather() : longest;
    }
    return longest;
  }

  /** Whether one of the check's channels wants an alert when a ping is late. */
  public boolean wantLate(Check check) {
    return of(check).stream().anyMatch(Routes::wantsLate);
  }

  /** Whether any channel wants an alert when a ping is late. */
  public boolean anybodyWantsLate() {
    return all().stream().anyMatch(Routes::wantsLate);
  }

  /** Whether this channel wants an alert when a ping is late: only if the config says so. */
  public static boolean wantsLate(Channel channel) {
    return channel instanceof Channel.Named named
        && named.destination().after().isZero()
        && named.destination().wants(ChannelMessage.Kind.LATE);
  }

  /** All channels, each once. */
  public List<Channel> all() {
    Map<String, Channel> all = new LinkedHashMap<>();
    defaults.forEach(channel -> all.putIfAbsent(channel.key(), channel));
    byTag.values().forEach(list -> list.forEach(c -> all.putIfAbsent(c.key(), c)));
    byCheck.values().forEach(list -> list.forEach(c -> all.putIfAbsent(c.key(), c)));
    named.forEach(channel -> all.putIfAbsent(channel.key(), channel));
    return List.copyOf(all.values());
  }

  /** Whether the config has a channel with this key. */
  public boolean has(String key) {
    return all().stream().anyMatch(channel -> channel.key().equals(key));
  }

  /**
   * The channel with this key. When the config does not have it any more, the first default
   * channel, so that alerts which wait are not lost; null when there is no default channel.
   */
  public @Nullable Channel channel(String key) {
    for (Channel channel : all()) {
      if (channel.key().equals(key)) {
        return channel;
      }
    }
    return defaults.isEmpty() ? null : defaults.getFirst();
  }
}
