package heartbeat.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is set at one level, or at several merged: flags, a job, {@code defaults}, the top. */
final class Settings {
  private final Map<Key, Setting> byKey = new LinkedHashMap<>();

  /** Sets a key, in place of its old value; but headers of other names stay. */
  void put(Key key, Setting setting) {
    Setting before = byKey.put(key, setting);
    if (before != null && key == PingKeys.HEADERS) {
      byKey.put(key, new Setting(merged(before, setting), setting.place()));
    }
  }

  /** Sets everything that is set there, in place of the values here. */
  void putAll(Settings higher) {
    for (var entry : higher.byKey.entrySet()) {
      put(entry.getKey(), entry.getValue());
    }
  }

  private static Map<String, String> merged(Setting lower, Setting higher) {
    var headers = new LinkedHashMap<String, String>(strings(lower));
    for (var header : strings(higher).entrySet()) {
      headers.keySet().removeIf(header.getKey()::equalsIgnoreCase);
      headers.put(header.getKey(), header.getValue());
    }
    return headers;
  }

  private static Map<String, String> strings(Setting setting) {
    var strings = new LinkedHashMap<String, String>();
    if (setting.value() instanceof Map<?, ?> map) {
      map.forEach((name, value) -> strings.put((String) name, (String) value));
    }
    return strings;
  }

  /** Where it was set; null when it was not. */
  @Nullable Place place(Key key) {
    Setting setting = byKey.get(key);
    return setting == null ? null : setting.place();
  }

  boolean has(Key key) {
    return value(key) != null;
  }

  private @Nullable Object value(Key key) {
    Setting setting = byKey.get(key);
    return setting == null || setting.value() instanceof Setting.Absent ? null : setting.value();
  }

  @Nullable String text(Key key) {
    return (String) value(key);
  }

  @Nullable Path path(Key key) {
    return (Path) value(key);
  }

  @Nullable Duration duration(Key key) {
    return (Duration) value(key);
  }

  Duration duration(Key key, Duration builtIn) {
    Duration duration = duration(key);
    return duration == null ? builtIn : duration;
  }

  boolean flag(Key key, boolean builtIn) {
    Boolean flag = (Boolean) value(key);
    return flag == null ? builtIn : flag;
  }

  long number(Key key, long builtIn) {
    Long number = (Long) value(key);
    return number == null ? builtIn : number;
  }

  Map<String, String> headers() {
    Setting setting = byKey.get(PingKeys.HEADERS);
    return setting == null ? Map.of() : strings(setting);
  }

  /** The members of a list, empty when it is not set. Throws ClassCastException on others. */
  <T> List<T> list(Key key, Class<T> of) {
    var members = new ArrayList<T>();
    if (value(key) instanceof List<?> list) {
      for (Object member : list) {
        members.add(of.cast(member));
      }
    }
    return members;
  }
}
