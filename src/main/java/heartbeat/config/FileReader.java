package heartbeat.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads one file into a {@link Draft}. */
final class FileReader {
  /** The maps at the top of a file that hold no keys of the table directly. */
  static final List<String> MAPS = List.of("defaults", "jobs", "channels", "serve", "checks");

  private final SourceFile source;
  private final Draft draft;
  private final List<Problem> problems;
  private final KeyReader keys;

  FileReader(SourceFile source, Draft draft, Values values, List<Problem> problems) {
    this.source = source;
    this.draft = draft;
    this.problems = problems;
    this.keys = new KeyReader(values, problems);
  }

  void read() {
    var tree = YamlParser.parse(source, problems);
    int known = problems.size();
    Node root = tree.root();
    if (root instanceof MappingNode map) {
      for (Entry entry : Entry.of(map, Place.of(source.path()), problems)) {
        top(entry);
      }
    } else if (root != null && !Entry.isNull(root)) {
      problems.add(
          YamlParser.at(source.path(), root, "", null)
              .error("must be a map of keys, as in jobs: { moodle: { preset: moodle } }"));
    }
    for (int i = problems.size() - 1; i >= known; i--) {
      // What a syntax error cut off is not missing.
      if (problems.get(i).line() >= tree.end()) {
        problems.remove(i);
      }
    }
    warnOfSecret(keys.secret());
  }

  private void top(Entry entry) {
    switch (entry.name()) {
      case "defaults" -> {
        var defaults = new Settings();
        section(entry, defaults);
        draft.defaults.putAll(defaults);
      }
      case "jobs" -> {
        if (entry.value() instanceof MappingNode map) {
          for (Entry job : Entry.of(map, entry.place(), problems)) {
            job(job);
          }
        } else if (!entry.isEmpty()) {
          problems.add(entry.valuePlace().error("must be a map from the jobs' names"));
        }
      }
      case "channels" -> channels(entry);
      case "serve" -> draft.serve = raw(entry, draft.serve);
      case "checks" -> draft.checks = raw(entry, draft.checks);
      default -> keys.read(entry, false, draft.top);
    }
  }

  private void channels(Entry entry) {
    if (!(entry.value() instanceof MappingNode map)) {
      if (!entry.isEmpty()) {
        problems.add(entry.valuePlace().error("must be a map from the channels' names"));
      }
      return;
    }
    for (Entry channel : Entry.of(map, entry.place(), problems)) {
      if (!channel.name().matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")) {
        problems.add(
            channel.place().error("a channel's name may hold letters, digits, '-', '_' and '.'"));
      }
      Entry first = draft.channels.putIfAbsent(channel.name(), channel);
      if (first != null) {
        problems.add(
            channel.place().error("is defined twice; first at " + first.place().pointer()));
      }
    }
  }

  private void job(Entry found) {
    String name = found.name();
    Place place = found.place();
    var ofThisJob = new Place(place.file(), place.line(), place.column(), place.key(), name);
    var entry = new Entry(name, ofThisJob, found.value());
    String why = JobNames.problemOf(name);
    if (why != null) {
      problems.add(ofThisJob.error(why));
    }
    Draft.Section first = draft.jobs.get(name);
    var settings = new Settings();
    section(entry, settings);
    if (first != null) {
      problems.add(ofThisJob.error("is defined twice; first at " + first.place().pointer()));
    } else {
      draft.jobs.put(name, new Draft.Section(ofThisJob, settings));
    }
  }

  private void section(Entry entry, Settings into) {
    if (entry.value() instanceof MappingNode map) {
      for (Entry member : Entry.of(map, entry.place(), problems)) {
        keys.read(member, true, into);
      }
    } else if (!entry.isEmpty()) {
      problems.add(entry.valuePlace().error("must be a map of keys"));
    }
  }

  private @Nullable Entry raw(Entry entry, @Nullable Entry first) {
    if (first != null) {
      problems.add(entry.place().error("is given twice; first at " + first.place().pointer()));
      return first;
    }
    return entry.isEmpty() ? null : entry;
  }

  private void warnOfSecret(@Nullable Place secret) {
    if (secret != null && source.readableByAll()) {
      problems.add(
          new Place(secret.file(), secret.line(), secret.column(), secret.key(), null)
              .warning(
                  "a secret in a file that every user can read; chmod 640 it, give it the group of"
                      + " the users that run jobs, or write ${file:/path}"));
    }
  }
}
