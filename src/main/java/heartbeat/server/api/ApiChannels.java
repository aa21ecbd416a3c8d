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

/** The switch's channels as the API knows them: by an id, and by their key as the name. */
public final class ApiChannels {
  private ApiChannels() {}

  /** The id of a channel: always the same for the same key. */
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

  /** {@code default/webhook-2} is a webhook. */
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
   * The keys of the channels that a request names, by id or name. {@code *} are all, and the empty
   * text is none. Throws Rejected when there is no such channel.
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
