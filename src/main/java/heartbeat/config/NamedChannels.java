package heartbeat.config;

import heartbeat.server.alert.Channel;
import java.util.ArrayList;
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
    names = config.channelNames();
    for (Map.Entry<String, Entry> entry : config.channelEntries().entrySet()) {
      ChannelConfig read = Config.channel(entry.getValue(), substitution, problems);
      if (read.destination() != null) {
        byName.put(entry.getKey(), new Channel.Named(read.destination(), read.quiet()));
      }
    }
  }

  /** All channels that have a name. */
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
          map.problem(key, ChannelConfig.noChannel(name, names));
        }
      }
    }
    return channels;
  }
}
