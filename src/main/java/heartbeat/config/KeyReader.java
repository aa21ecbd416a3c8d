package heartbeat.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads the keys of the {@link Keys table} from the nodes of one file. */
final class KeyReader {
  private final Values values;
  private final List<Problem> problems;
  private @Nullable Place secret;

  KeyReader(Values values, List<Problem> problems) {
    this.values = values;
    this.problems = problems;
  }

  /** The first secret that stands in the file itself. */
  @Nullable Place secret() {
    return secret;
  }

  /** Reads an entry of a job, of {@code defaults} or of the top. */
  void read(Entry entry, boolean ofJob, Settings into) {
    read(entry, ofJob, "", into);
  }

  private void read(Entry entry, boolean ofJob, String group, Settings into) {
    String path = group.isEmpty() ? entry.name() : group.concat(".").concat(entry.name());
    Key key = Keys.find(ofJob, path);
    if (key != null) {
      value(key, entry, into);
    } else if (group.isEmpty() && Keys.isGroup(ofJob, path)) {
      group(entry, ofJob, into);
    } else {
      String hint = UnknownKey.hint(ofJob, group, entry.name());
      problems.add(entry.place().error("unknown key" + hint));
    }
  }

  private void group(Entry entry, boolean ofJob, Settings into) {
    if (entry.value() instanceof MappingNode map) {
      for (Entry member : Entry.of(map, entry.place(), problems)) {
        read(member, ofJob, entry.name(), into);
      }
    } else if (entry.isEmpty()) {
      problems.add(entry.place().error("has no value"));
    } else if (entry.name().equals("ping") && entry.value() instanceof ScalarNode) {
      value(PingKeys.URL, entry, into);
    } else {
      problems.add(
          entry.valuePlace().error("must be a map" + (ofJob ? "" : ", as in smtp: { host: … }")));
    }
  }

  private void value(Key key, Entry entry, Settings into) {
    Object value;
    if (entry.isEmpty()) {
      problems.add(entry.place().error("has no value"));
      return;
    } else if (key == PingKeys.HEADERS) {
      value = headers(entry);
    } else {
      var raws = raws(key, entry);
      value = raws == null ? null : values.read(key, raws);
    }
    if (value != null) {
      into.put(key, new Setting(value, entry.valuePlace()));
    }
  }

  private @Nullable Object headers(Entry entry) {
    if (!(entry.value() instanceof MappingNode map)) {
      var raws = raws(PingKeys.HEADERS, entry);
      return raws == null ? null : values.headers(raws);
    }
    var headers = new LinkedHashMap<String, String>();
    for (Entry header : Entry.of(map, entry.place(), problems)) {
      RawValue raw = raw(PingKeys.HEADERS, header.value(), header.place());
      if (raw != null) {
        values.addHeader(header.name(), raw, headers);
      }
    }
    return headers;
  }

  /** The value as it was written; null, with a problem, when it has the wrong shape. */
  private @Nullable List<RawValue> raws(Key key, Entry entry) {
    if (!(entry.value() instanceof SequenceNode list)) {
      RawValue raw = raw(key, entry.value(), entry.place());
      return raw == null ? null : List.of(raw);
    }
    if (!key.type().isMany()) {
      problems.add(entry.valuePlace().error("takes one value, not a list"));
      return null;
    }
    var raws = new ArrayList<RawValue>();
    for (Node member : list.getValue()) {
      RawValue raw = raw(key, member, entry.place());
      if (raw != null) {
        raws.add(raw);
      }
    }
    return raws.isEmpty() && !list.getValue().isEmpty() ? null : raws;
  }

  private @Nullable RawValue raw(Key key, Node node, Place of) {
    Path file = of.file();
    Place place = file == null ? of : YamlParser.at(file, node, of.key(), of.job());
    if (!(node instanceof ScalarNode scalar)) {
      problems.add(
          place.error(
              node instanceof MappingNode
                  ? "must be a text, not a map; one that begins with '{' needs quotes"
                  : "must be a text, not a list; one that begins with '[' needs quotes"));
      return null;
    }
    if (!scalar.getTag().equals(Tag.STR)) {
      String tag = Values.shown(scalar.getTag().getValue());
      problems.add(place.error("'" + tag + "' is a YAML tag; a text with '!' needs quotes"));
      return null;
    }
    if (Entry.isNull(scalar)) {
      problems.add(place.error("has no value"));
      return null;
    }
    var raw = new RawValue(scalar.getValue(), place);
    if (key.isSecret(raw.text()) && secret == null && !raw.isFilledIn()) {
      secret = place;
    }
    return raw;
  }
}
