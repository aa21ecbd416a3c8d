package heartbeat.server.api;

import heartbeat.check.Signal;
import heartbeat.model.Slugs;
import heartbeat.model.Uuids;
import heartbeat.server.PingRequest;
import heartbeat.server.http.Query;
import heartbeat.server.http.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ping URLs of healthchecks, of Cronitor's telemetry API, and of Uptime Kuma's push
 * monitors. Each method returns null when the URL is not one of its protocol, and throws Rejected
 * when the original service would refuse it.
 */
final class PingUrls {
  private static final Pattern ZERO = Pattern.compile("[-+]?0+");

  private PingUrls() {}

  /** {@code /ping/<uuid>[/action]} or {@code /ping/<ping-key>/<slug>[/action]}. */
  static @Nullable PingRequest healthchecks(List<String> path, Query query) {
    if (!query.all("state").isEmpty()) {
      // Clients of Cronitor send a state to this path; clients of healthchecks never do.
      return cronitor(path, query);
    }
    UUID uuid = path.size() > 1 ? Uuids.dashed(path.get(1)) : null;
    if (uuid != null) {
      boolean bare = path.size() == 2 || (path.size() == 3 && path.get(2).isEmpty());
      String action = bare ? "" : path.size() == 3 ? path.get(2) : null;
      return call(new PingRequest.Target.ByUuid(uuid), action, query, PingRequest.Unknown.REFUSED);
    }
    if (path.size() < 3
        || path.size() > 4
        || !Slugs.isSlug(path.get(1))
        || !Slugs.isSlug(path.get(2))) {
      return null;
    }
    String action = path.size() == 3 ? "" : path.get(3).isEmpty() ? null : path.get(3);
    if ("run".equals(action) || "complete".equals(action)) {
      return cronitor(path, query);
    }
    PingRequest.Unknown unknown = PingRequest.Unknown.REFUSED;
    if (query.get("create", "").equals("1")) {
      boolean lower = path.get(2).equals(path.get(2).toLowerCase(Locale.ROOT));
      unknown = lower ? PingRequest.Unknown.CREATED : PingRequest.Unknown.INVALID;
    }
    return call(new PingRequest.Target.BySlug(path.get(1), path.get(2)), action, query, unknown);
  }

  private static @Nullable PingRequest call(
      PingRequest.Target target,
      @Nullable String action,
      Query query,
      PingRequest.Unknown unknown) {
    if (action == null) {
      return null;
    }
    Integer exit = null;
    Signal signal =
        switch (action) {
          case "" -> Signal.SUCCESS;
          case "start" -> Signal.START;
          case "fail" -> Signal.FAILURE;
          case "log" -> Signal.LOG;
          case "alive" -> Signal.ALIVE;
          default -> null;
        };
    if (signal == null) {
      if (!isNumber(action)) {
        return null;
      }
      exit = exitStatus(action);
      signal = exit == 0 ? Signal.SUCCESS : Signal.FAILURE;
    }
    String rid = query.get("rid");
    UUID run = rid == null ? null : Uuids.any(rid);
    if (rid != null && run == null) {
      throw new Rejected(400, "invalid uuid format");
    }
    boolean skipped = signal == Signal.LOG && query.get("skipped", "").equals("1");
    return new PingRequest(target, signal, action.isEmpty(), exit, run, skipped, unknown);
  }

  private static int exitStatus(String digits) {
    int status = 0;
    for (int i = 0; i < digits.length(); i++) {
      status = Math.min(1000, status * 10 + (digits.charAt(i) - '0'));
    }
    if (status > 255) {
      throw new Rejected(400, "invalid url format");
    }
    return status;
  }

  /**
   * {@code /p/<ping-key>/<slug>?state=…}, or with the state as the last part of the path. The ping
   * creates a check for an unknown slug. Cronitor's own clients also use {@code /ping/…}, some with
   * a slash before the query.
   */
  static @Nullable PingRequest cronitor(List<String> path, Query query) {
    List<String> parts = path.getLast().isEmpty() ? path.subList(0, path.size() - 1) : path;
    UUID uuid = parts.size() > 1 ? Uuids.dashed(parts.get(1)) : null;
    int named = uuid == null ? 3 : 2;
    if (parts.size() < named || parts.size() > named + 1) {
      return null;
    }
    if (uuid == null && !Slugs.isSlug(parts.get(2))) {
      return null;
    }
    List<String> states = new ArrayList<>(query.all("state"));
    if (parts.size() > named) {
      states.add(parts.get(named));
    }
    String code = query.get("status_code", "").strip();
    Signal signal = state(states);
    if (signal == Signal.SUCCESS && !code.isEmpty() && !ZERO.matcher(code).matches()) {
      signal = Signal.FAILURE;
    }
    boolean status = isNumber(code) && code.length() <= 3 && Integer.parseInt(code) <= 255;
    PingRequest.Target target =
        uuid == null
            ? new PingRequest.Target.BySlug(parts.get(1), parts.get(2))
            : new PingRequest.Target.ByUuid(uuid);
    return new PingRequest(
        target,
        signal,
        false,
        status ? (Integer) Integer.parseInt(code) : null,
        series(query.get("series", "")),
        false,
        PingRequest.Unknown.CREATED);
  }

  /** The worst of several states counts, so that none hides a failure. */
  private static Signal state(List<String> states) {
    Signal found = Signal.SUCCESS;
    for (String state : states) {
      Signal one =
          switch (state.strip().toLowerCase(Locale.ROOT)) {
            case "run" -> Signal.START;
            case "complete", "ok", "tick" -> Signal.SUCCESS;
            case "fail" -> Signal.FAILURE;
            default -> throw new Rejected(400, "invalid state");
          };
      if (one == Signal.FAILURE) {
        return one;
      }
      found = one == Signal.START ? one : found;
    }
    return found;
  }

  private static @Nullable UUID series(String text) {
    if (text.isEmpty()) {
      return null;
    }
    UUID given = Uuids.any(text);
    return given == null ? UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)) : given;
  }

  /**
   * {@code /api/push/<token>?status=…}; the token is the check's UUID, with or without dashes. As
   * in Kuma, a missing status means up, and any other status than {@code up} means down. The letter
   * case of the status does not matter.
   */
  static @Nullable PingRequest kuma(List<String> path, Query query) {
    boolean slash = path.size() == 4 && path.get(3).isEmpty();
    UUID uuid = path.size() == 3 || slash ? Uuids.any(path.get(2)) : null;
    if (uuid == null) {
      return null;
    }
    boolean up = query.all("status").stream().allMatch(s -> s.strip().equalsIgnoreCase("up"));
    Signal signal = up ? Signal.SUCCESS : Signal.FAILURE;
    PingRequest.Target target = new PingRequest.Target.ByUuid(uuid);
    return new PingRequest(target, signal, false, null, null, false);
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
