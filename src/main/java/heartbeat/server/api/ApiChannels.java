package heartbeat.server.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import heartbeat.server.alert.Channel;
import heartbeat.server.http.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The switch's channels in the API: their id is made from their key, and their name is the key. */
public final class ApiChannels {
  private ApiChannels() {}

  /** The id of a channel; the same key always gives the same id. */
  static String id(Channel channel) {
    return UUID.nameUUIDFromBytes(channel.key().getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** The answer to {@code channels/}. */
  public static String list(List<Channel> channels) {
    JsonArray all = new JsonArray();
    for (Channel channel : channels) {
      JsonObject one = new JsonObject();
      one.addProperty("id", id(channel));
      one.addProperty("name", channel.key());
      one.addProperty("kind", kind(channel.key()));
      all.add(one);
    }
    JsonObject json = new JsonObject();
    json.add("channels", all);
    return json.toString();
  }

  /** The kind of a channel: that of {@code default/webhook-2} is webhook. */
  private static String kind(String key) {
    String last = key.substring(key.lastIndexOf('/') + 1);
    String kind = last.replaceFirst("-[0-9]+$", "");
    return kind.equals("mail") ? "email" : kind;
  }

  /** The ids of channels, in the order of healthchecks. */
  public static String ids(List<Channel> channels) {
    return channels.stream().map(ApiChannels::id).sorted().collect(Collectors.joining(","));
  }

  /**
   * The keys of the channels that a request names, each by its id or name. {@code *} means all
   * channels, the empty text means none. Throws Rejected when there is no such channel.
   */
  public static List<String> keys(String request, List<Channel> known) {
    if (request.isEmpty()) {
      return List.of();
    }
    if (request.equals("*")) {
      return known.stream().map(Channel::key).toList();
    }
    Set<String> keys = new LinkedHashSet<>();
    for (String word : request.split(",", -1)) {
      if (word.isEmpty()) {
        throw new Rejected(400, "empty channel identifier");
      }
      List<Channel> named = new ArrayList<>();
      for (Channel channel : known) {
        if (channel.key().equals(word) || id(channel).equals(word)) {
          named.add(channel);
        }
      }
      if (named.isEmpty()) {
        throw new Rejected(400, "invalid channel identifier: " + word);
      }
      keys.add(named.getFirst().key());
    }
    return List.copyOf(keys);
  }
}
