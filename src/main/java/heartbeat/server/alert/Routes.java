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
 * Who is told of what: the channels that the API chose; else a check's own channels; else those of
 * its tags; else the default ones.
 *
 * @param named all under {@code channels} in the config, used or not
 * @param byCheck by the check's name; an empty list: nobody is told
 * @param dependsOn the names of the checks that hold an alert of this one back while they are down
 */
public record Routes(
    List<Channel> defaults,
    Map<String, List<Channel>> byTag,
    Map<String, List<Channel>> byCheck,
    List<Channel> named,
    Map<String, List<String>> dependsOn) {
  /** Nobody is told of anything. */
  public static final Routes NOWHERE = new Routes(List.of(), Map.of(), Map.of());

  /** Without channels that have names. */
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

  /** The channels that a check's alerts go to. */
  public List<Channel> of(Check check) {
    List<String> chosen = check.extras().channels();
    if (chosen != null) {
      List<Channel> found = all().stream().filter(c -> chosen.contains(c.key())).toList();
      if (chosen.isEmpty() || !found.isEmpty()) {
        return found;
      }
      // The config has none of them any more: somebody must be told all the same.
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

  /** How long a channel gathers alerts at most. */
  public Duration longestGather() {
    Duration longest = Duration.ZERO;
    for (Channel channel : all()) {
      longest = channel.gather().compareTo(longest) > 0 ? channel.gather() : longest;
    }
    return longest;
  }

  /** Whether one of the channels of a check wants to know when its ping is late. */
  public boolean wantLate(Check check) {
    return of(check).stream().anyMatch(Routes::wantsLate);
  }

  /** Whether any channel does. */
  public boolean anybodyWantsLate() {
    return all().stream().anyMatch(Routes::wantsLate);
  }

  /** Whether this channel does: only one that the config says so of. */
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
   * The channel with this key. When the config has it no more, the first default one: what still
   * waits for it must not be lost. Null when there is none either.
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
