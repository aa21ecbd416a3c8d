package heartbeat.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has been read from the files so far; a later file's settings go over an earlier one's. */
final class Draft {
  /** What stands under a job's name. */
  record Section(Place place, Settings settings) {}

  final Settings top = new Settings();
  final Settings defaults = new Settings();
  final Map<String, Section> jobs = new LinkedHashMap<>();

  /** The channels by their names, not read yet. */
  final Map<String, Entry> channels = new LinkedHashMap<>();

  @Nullable Entry serve;
  @Nullable Entry checks;
}
