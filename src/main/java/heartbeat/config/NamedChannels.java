package heartbeat.config;

import heartbeat.server.alert.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The channels of the switch: those under {@code channels}, by name, and those written in place.
 */
final class NamedChannels {
  private final Map<String, Channel> byName = new LinkedHashMap<>();
  private final List<String> names;

  NamedChannels(Config config, Substitution substitution, List<Problem> problems) {
    Map<String, Entry> entries = new HashMap<>(config.channelEntries());
    names = config.channelNames();
    for (String name : names) {
      ChannelConfig read = Config.channel(entries.get(name), substitution, problems);
      if (read.destination() != null) {
        byName.put(name, new Channel.Named(read.destination(), read.quiet()));
      }
    }
  }

  /** All that have a name. */
  List<Channel> all() {
    return List.copyOf(byName.values());
  }

  /**
   * What a key says: names of channels, or a map with mail and webhooks, whose keys begin with
   * {@code owner}.
   */
  List<Channel> read(MapReader map, String key, String owner) {
    if (map.isMap(key)) {
      MapReader inner = map.map(key);
      return inner == null ? List.of() : ChannelReader.read(inner, owner);
    }
    List<Channel> channels = new ArrayList<>();
    for (String written : map.list(key)) {
      for (String name : written.strip().split("\\s*,\\s*", -1)) {
        Channel channel = byName.get(name);
        if (channel != null && !channels.contains(channel)) {
          channels.add(channel);
        } else if (!names.contains(name)) {
          map.problem(key, noChannel(name, names));
        }
      }
    }
    return channels;
  }

  static String noChannel(String name, List<String> names) {
    return "there is no channel '"
        + Values.shown(name)
        + "' under 'channels'"
        + Spelling.hint(name, names);
  }
}
