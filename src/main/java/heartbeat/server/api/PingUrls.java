package heartbeat.server.api;

import heartbeat.check.Signal;
import heartbeat.model.Uuids;
import heartbeat.server.PingRequest;
import heartbeat.server.http.Query;
import heartbeat.server.http.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads ping URLs: of healthchecks, Cronitor's telemetry API, and Uptime Kuma's push monitors. Null
 * is a URL of none of them; Rejected is what its service answers to bad input.
 */
final class PingUrls {
  private static final int LONGEST_SLUG = 100;

  private PingUrls() {}

  /** {@code /ping/<uuid>[/action]} or {@code /ping/<ping-key>/<slug>[/action]}. */
  static @Nullable PingRequest healthchecks(List<String> path, Query query) {
    UUID uuid = path.size() > 1 ? Uuids.dashed(path.get(1)) : null;
    if (uuid != null) {
      boolean bare = path.size() == 2 || (path.size() == 3 && path.get(2).isEmpty());
      String action = bare ? "" : path.size() == 3 ? path.get(2) : null;
      return call(new PingRequest.Target.ByUuid(uuid), action, query, false);
    }
    if (path.size() < 3 || path.size() > 4 || !isSlug(path.get(1)) || !isSlug(path.get(2))) {
      return null;
    }
    String action = path.size() == 3 ? "" : path.get(3).isEmpty() ? null : path.get(3);
    boolean create = query.get("create", "").equals("1");
    return call(new PingRequest.Target.BySlug(path.get(1), path.get(2)), action, query, create);
  }

  private static @Nullable PingRequest call(
      PingRequest.Target target, @Nullable String action, Query query, boolean create) {
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
    return new PingRequest(target, signal, action.isEmpty(), exit, run, skipped, create);
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

  /** {@code /p/<ping-key>/<slug>?state=…}: an unknown slug becomes a check. */
  static @Nullable PingRequest cronitor(List<String> path, Query query) {
    if (path.size() != 3 || !isSlug(path.get(2))) {
      return null;
    }
    Signal signal =
        switch (query.get("state", "ok")) {
          case "run" -> Signal.START;
          case "complete", "ok", "" -> Signal.SUCCESS;
          case "fail" -> Signal.FAILURE;
          default -> throw new Rejected(400, "invalid state");
        };
    String code = query.get("status_code", "");
    Integer exit = isNumber(code) && code.length() <= 3 ? (Integer) Integer.parseInt(code) : null;
    String series = query.get("series");
    UUID rid = null;
    if (series != null && !series.isEmpty()) {
      UUID given = Uuids.any(series);
      rid = given == null ? UUID.nameUUIDFromBytes(series.getBytes(StandardCharsets.UTF_8)) : given;
    }
    return new PingRequest(
        new PingRequest.Target.BySlug(path.get(1), path.get(2)), signal, false, exit, rid, true);
  }

  /** {@code /api/push/<token>?status=…}; the token is the check's UUID, with or without dashes. */
  static @Nullable PingRequest kuma(List<String> path, Query query) {
    UUID uuid = path.size() == 3 ? Uuids.any(path.get(2)) : null;
    if (uuid == null) {
      return null;
    }
    boolean down = query.get("status", "up").equals("down");
    Signal signal = down ? Signal.FAILURE : Signal.SUCCESS;
    return new PingRequest(new PingRequest.Target.ByUuid(uuid), signal, false, null, null, false);
  }

  /** Letters, digits, dashes and underscores, as Django's slugs are. */
  static boolean isSlug(String text) {
    if (text.isEmpty() || text.length() > LONGEST_SLUG) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
        return false;
      }
    }
    return true;
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
