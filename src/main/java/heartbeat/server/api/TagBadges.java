package heartbeat.server.api;

import com.google.gson.JsonObject;
import heartbeat.check.Deadline;
import heartbeat.check.DisplayStatus;
import heartbeat.server.ShareLinks;
import heartbeat.server.SwitchService;
import heartbeat.server.store.AllChecks;
import heartbeat.server.store.StoredCheck;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Badges for all checks with a tag, {@code /badge/tag/<tag>.svg}, and for all checks together,
 * whose tag is {@link #ALL}. Without a login, the link needs a signature, so that nobody can find
 * tags by guessing.
 */
public final class TagBadges {
  /** Means all checks, as in healthchecks. */
  public static final String ALL = ShareLinks.ALL;

  /** Follows the signature in links to badges with two states, which show late as up. */
  private static final String TWO_STATES = "-2";

  /** For how long counts are kept: counting takes time, and anybody with a link may ask. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final SwitchService service;
  private final ShareLinks links;
  private @Nullable Counted counted;

  public TagBadges(SwitchService service, ShareLinks links) {
    this.service = service;
    this.links = links;
  }

  /**
   * The checks with one tag.
   *
   * @param total how many there are
   * @param late how many are late
   * @param down how many are down
   */
  public record Count(int total, int late, int down) {
    public static final Count NONE = new Count(0, 0, 0);

    public Count plus(DisplayStatus look) {
      return new Count(
          total + 1,
          late + (look == DisplayStatus.GRACE ? 1 : 0),
          down + (look == DisplayStatus.DOWN ? 1 : 0));
    }

    public DisplayStatus look(boolean threeStates) {
      return down > 0
          ? DisplayStatus.DOWN
          : late > 0 && threeStates ? DisplayStatus.GRACE : DisplayStatus.UP;
    }
  }

  private record Counted(Instant at, Map<String, Count> byTag) {}

  /** The answer to {@code badges/}: the URLs of the badges, by tag. */
  public String list(String base) {
    JsonObject badges = new JsonObject();
    for (String tag : counts().keySet()) {
      JsonObject one = new JsonObject();
      for (String format : new String[] {"svg", "json", "shields"}) {
        one.addProperty(format, url(base, tag, format, signature(tag) + TWO_STATES));
        one.addProperty(format + "3", url(base, tag, format, signature(tag)));
      }
      badges.add(tag, one);
    }
    JsonObject json = new JsonObject();
    json.add("badges", badges);
    return json.toString();
  }

  private static String url(String base, String tag, String format, String signature) {
    String name = URLEncoder.encode(tag, StandardCharsets.UTF_8);
    // A path can't contain these characters, not even encoded.
    boolean plain = tag.indexOf('/') < 0 && tag.indexOf('%') < 0 && tag.indexOf('\\') < 0;
    return plain
        ? base + "/badge/tag/" + name + "." + format + "?key=" + signature
        : base + "/badge/tag/other." + format + "?tag=" + name + "&key=" + signature;
  }

  /** The numbers of checks with this tag; zeros when there is none. */
  public Count count(String tag) {
    return counts().getOrDefault(tag, Count.NONE);
  }

  private synchronized Map<String, Count> counts() {
    Instant now = service.now();
    Counted known = counted;
    if (known != null && !now.isBefore(known.at) && now.isBefore(known.at.plus(FRESH))) {
      return known.byTag;
    }
    Map<String, Count> byTag = new HashMap<>();
    byTag.put(ALL, Count.NONE);
    for (StoredCheck stored : new AllChecks(service.store())) {
      DisplayStatus look = Deadline.exactStatus(stored.check(), stored.state(), now);
      byTag.merge(ALL, Count.NONE.plus(look), (old, one) -> old.plus(look));
      for (String tag : stored.check().tags()) {
        if (!tag.equals(ALL)) {
          byTag.merge(tag, Count.NONE.plus(look), (old, one) -> old.plus(look));
        }
      }
    }
    Map<String, Count> sorted = new TreeMap<>(byTag);
    counted = new Counted(now, sorted);
    return sorted;
  }

  /**
   * Checks a signature. Returns null when it is wrong, true for a badge with three states (up,
   * late, down), false for two.
   */
  @Nullable
  public Boolean threeStates(String tag, String given) {
    boolean two = given.endsWith(TWO_STATES);
    String bare = two ? given.substring(0, given.length() - TWO_STATES.length()) : given;
    boolean right = links.isSignature(ShareLinks.Purpose.BADGE, tag, bare);
    return right ? (Boolean) !two : null;
  }

  private String signature(String tag) {
    return links.signature(ShareLinks.Purpose.BADGE, tag);
  }
}
