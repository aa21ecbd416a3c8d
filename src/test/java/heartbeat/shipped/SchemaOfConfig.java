package heartbeat.shipped;

import static java.util.Locale.ROOT;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import heartbeat.config.ChannelKeys;
import heartbeat.config.Command;
import heartbeat.config.Key;
import heartbeat.config.Keys;
import heartbeat.config.SwitchKeys;
import heartbeat.config.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The JSON Schema (2020-12) of a config file, made from the table of keys. */
final class SchemaOfConfig {
  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  /** {@code ${env:NAME}} and {@code ${file:/path}} may stand for anything. */
  private static final JsonObject FILLED_IN = json("{'$ref': '#/$defs/filled-in'}");

  private static final JsonObject ALERTS = json("{'$ref': '#/$defs/alerts'}");

  private static final JsonObject TEXT = json("{'$ref': '#/$defs/text'}");

  private static final String ADDRESS =
      "([^<>,\\r\\n]*<[^\\s<>(),;:\"\\\\]+>|[^-\\s<>(),;:\"\\\\][^\\s<>(),;:\"\\\\]*)";

  private SchemaOfConfig() {}

  static String text() {
    JsonObject schema =
        json(
            """
            {
              '$schema': 'https://json-schema.org/draft/2020-12/schema',
              'title': 'heartbeat.yml',
              'description': 'The configuration of heartbeat(1): see heartbeat.yml(5).',
              'type': ['object', 'null'],
              'additionalProperties': false
            }
            """);
    JsonObject top = properties(Keys.ofTop());
    top.add("defaults", json("{'$ref': '#/$defs/job'}"));
    top.add("jobs", jobs());
    JsonObject serve = map(SwitchKeys.ofServe(), "");
    serve.addProperty("description", "the dead man's switch");
    top.add("channels", channels());
    top.add("serve", serve);
    JsonObject checks =
        json("{'description': 'what the switch waits for', 'type': ['object', 'null']}");
    checks.add("additionalProperties", map(SwitchKeys.ofCheck(), ""));
    top.add("checks", checks);
    schema.add("properties", top);
    JsonObject defs = new JsonObject();
    JsonObject job = json("{'type': ['object', 'null'], 'additionalProperties': false}");
    job.add("properties", properties(Keys.ofJob()));
    defs.add("job", job);
    defs.add("alerts", anyOf(map(SwitchKeys.ofServe(), "alerts."), TEXT, listOf(TEXT.deepCopy())));
    defs.add(
        "text", json("{'type': ['string', 'number', 'boolean'], 'pattern': '^[^\\\\r\\\\n]+$'}"));
    defs.add("filled-in", json("{'type': 'string', 'pattern': '\\\\$\\\\{(env|file):.*\\\\}'}"));
    schema.add("$defs", defs);
    return PRETTY.toJson(schema) + "\n";
  }

  /** The first key of a service may stand for its map. */
  private static JsonObject channels() {
    JsonObject channel = map(ChannelKeys.ofChannel(), "");
    JsonObject properties = channel.getAsJsonObject("properties");
    Set<String> seen = new HashSet<>();
    for (Key key : ChannelKeys.ofChannel()) {
      if (!key.group().isEmpty() && seen.add(key.group())) {
        properties.add(key.group(), anyOf(property(key), properties.getAsJsonObject(key.group())));
      }
    }
    JsonObject channels =
        json("{'description': 'ways to reach people, by name', 'type': ['object', 'null']}");
    channels.add("propertyNames", json("{'pattern': '^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$'}"));
    channels.add("additionalProperties", channel);
    return channels;
  }

  private static JsonObject jobs() {
    JsonObject jobs = json("{'description': 'from the names of jobs', 'type': ['object', 'null']}");
    JsonObject names = json("{'pattern': '^[^-./][^/]*$', 'maxLength': 120}");
    JsonArray reserved = new JsonArray();
    Stream.of(Command.values()).map(Command::id).sorted().forEach(reserved::add);
    JsonObject commands = new JsonObject();
    commands.add("enum", reserved);
    names.add("not", commands);
    jobs.add("propertyNames", names);
    jobs.add("additionalProperties", json("{'$ref': '#/$defs/job'}"));
    return jobs;
  }

  private static JsonObject properties(List<Key> keys) {
    JsonObject properties = new JsonObject();
    for (Key key : keys) {
      if (key.group().isEmpty()) {
        properties.add(key.leaf(), property(key));
      } else if (!properties.has(key.group())) {
        properties.add(key.group(), group(keys, key.group()));
      }
    }
    return properties;
  }

  private static JsonObject group(List<Key> keys, String group) {
    JsonObject map = json("{'type': 'object', 'additionalProperties': false}");
    JsonObject properties = new JsonObject();
    for (Key key : keys) {
      if (key.group().equals(group)) {
        properties.add(key.leaf(), property(key));
      }
    }
    map.add("properties", properties);
    return group.equals("ping") ? anyOf(properties.getAsJsonObject("url").deepCopy(), map) : map;
  }

  /** Keys of the switch whose path begins with this prefix, as deep as they go. */
  private static JsonObject map(List<Key> keys, String prefix) {
    JsonObject properties = new JsonObject();
    for (Key key : keys) {
      if (!key.path().startsWith(prefix)) {
        continue;
      }
      String rest = key.path().substring(prefix.length());
      int dot = rest.indexOf('.');
      String name = dot < 0 ? rest : rest.substring(0, dot);
      if (dot < 0) {
        properties.add(name, property(key));
      } else if (!properties.has(name)) {
        JsonObject inner = map(keys, prefix + name + ".");
        properties.add(
            name,
            name.equals("alerts")
                ? ALERTS
                : name.equals("webhook") || name.equals("maintenance")
                    ? anyOf(inner, listOf(inner))
                    : inner);
      }
    }
    JsonObject map = json("{'type': ['object', 'null'], 'additionalProperties': false}");
    map.add("properties", properties);
    if (properties.has("tag-alerts")) {
      properties.getAsJsonObject("tag-alerts").add("additionalProperties", ALERTS);
    }
    return map;
  }

  private static JsonObject listOf(JsonObject member) {
    JsonObject list = json("{'type': 'array'}");
    list.add("items", member.deepCopy());
    return list;
  }

  private static JsonObject property(Key key) {
    JsonObject property = json("{}");
    property.addProperty("description", key.help());
    List<JsonObject> forms = new ArrayList<>(forms(key.type()));
    if (key.canBeNone()) {
      forms.add(json("{'const': 'none'}"));
    }
    if (!forms.contains(TEXT) && !isMap(key)) {
      forms.add(FILLED_IN);
    }
    JsonObject any = anyOf(forms.toArray(JsonObject[]::new));
    any.entrySet().forEach(entry -> property.add(entry.getKey(), entry.getValue()));
    if (key.builtIn() != null) {
      property.add("default", value(key.builtIn()));
    }
    return property;
  }

  private static boolean isMap(Key key) {
    return switch (key.type().kind()) {
      case HEADERS, MAP -> true;
      default -> false;
    };
  }

  private static JsonElement value(String yaml) {
    JsonElement value = YamlAsJson.of(yaml);
    return value.isJsonNull() ? new JsonPrimitive(yaml) : value;
  }

  /** What may be written; a list of it too where many may be. */
  private static List<JsonObject> forms(ValueType type) {
    List<JsonObject> one = one(type);
    if (!type.isMany()) {
      return one;
    }
    List<JsonObject> forms = new ArrayList<>(one);
    List<JsonObject> members = new ArrayList<>(one);
    if (!members.contains(TEXT)) {
      members.add(FILLED_IN);
    }
    JsonObject list = json("{'type': 'array'}");
    list.add("items", anyOf(members.toArray(JsonObject[]::new)));
    forms.add(list);
    if (type.kind() == ValueType.Kind.HEADERS) {
      JsonObject map =
          json("{'type': 'object', 'propertyNames': {'pattern': '^[!#-\\'*+.0-9A-Z^-z|~-]+$'}}");
      map.add("additionalProperties", TEXT);
      forms.add(map);
    }
    return forms;
  }

  private static List<JsonObject> one(ValueType type) {
    return switch (type.kind()) {
      case BOOLEAN ->
          List.of(
              json("{'enum': [true, false, 'yes', 'no', 'on', 'off']}"),
              pattern("^" + anyOf(List.of("true", "false", "yes", "no", "on", "off")) + "$"));
      case CHOICE -> {
        List<JsonObject> forms = new ArrayList<>();
        forms.add(choices(type));
        forms.add(pattern("^" + anyOf(type.choices()) + "$"));
        if (type.choices().contains("off")) {
          // What readers of YAML 1.1 make of it.
          forms.add(json("{'const': false}"));
        }
        yield forms;
      }
      case CHOICES -> {
        String any = anyOf(type.choices());
        yield List.of(choices(type), pattern("^" + any + "( *, *" + any + ")*$"));
      }
      case WHOLE -> List.of(between("{'type': 'integer'}", type));
      case SIZE ->
          List.of(
              between("{'type': 'integer'}", type), pattern("^\\d{1,15}([kKmMgG]i?[bB]?|[bB])$"));
      case DURATION ->
          type.min() > 0
              ? List.of(pattern("^(?=.*[1-9])(\\d{1,15}(ms|s|m|h|d))+$"))
              : List.of(pattern("^(\\d{1,15}(ms|s|m|h|d))+$"), json("{'const': 0}"));
      case URL -> List.of(pattern("^[Hh][Tt][Tt][Pp][Ss]?://[^\\s/?#:]\\S*$"));
      case PATH -> List.of(pattern("^/[^\\r\\n]*$"));
      case HOST -> List.of(pattern("^([^\\s/:]+|[^\\s/:]*:[^\\s/:]*:[^\\s/]*)$"));
      case PROXY -> List.of(pattern("^(http://)?[^\\s/]+:\\d{1,5}/?$"));
      case ADDRESS -> List.of(pattern("^" + ADDRESS + "$"));
      case ADDRESSES -> List.of(pattern("^" + ADDRESS + "( *, *" + ADDRESS + ")*$"));
      case HEADER_TEXT ->
          List.of(json("{'type': ['string', 'number', 'boolean'], 'pattern': '^[\\\\t -~]+$'}"));
      case HEADERS -> List.of(pattern("^[!#-'*+.0-9A-Z^-z|~-]+:[^\\r\\n]*$"));
      case LINES -> List.of(json("{'type': ['string', 'number', 'boolean']}"));
      case TEXT, TEXTS, PASSWORD, MARKERS, REGEXES -> List.of(TEXT);
      case MAP -> List.of(json("{'type': 'object', 'additionalProperties': {}}"));
    };
  }

  /** A pattern of any of these words, in small or capital letters: which makes no difference. */
  private static String anyOf(List<String> words) {
    return words.stream().map(SchemaOfConfig::inAnyCase).collect(Collectors.joining("|", "(", ")"));
  }

  private static String inAnyCase(String word) {
    return word.chars()
        .mapToObj(Character::toString)
        .map(c -> c.matches("[a-zA-Z]") ? "[" + c.toUpperCase(ROOT) + c.toLowerCase(ROOT) + "]" : c)
        .collect(Collectors.joining());
  }

  private static JsonObject choices(ValueType type) {
    JsonArray words = new JsonArray();
    type.choices().forEach(words::add);
    JsonObject choices = new JsonObject();
    choices.add("enum", words);
    return choices;
  }

  private static JsonObject between(String base, ValueType type) {
    JsonObject number = json(base);
    number.addProperty("minimum", type.min());
    number.addProperty("maximum", type.max());
    return number;
  }

  private static JsonObject pattern(String regex) {
    JsonObject pattern = json("{'type': 'string'}");
    pattern.addProperty("pattern", regex);
    return pattern;
  }

  private static JsonObject anyOf(JsonObject... forms) {
    if (forms.length == 1) {
      return forms[0];
    }
    JsonArray all = new JsonArray();
    for (JsonObject form : forms) {
      all.add(form);
    }
    JsonObject any = new JsonObject();
    any.add("anyOf", all);
    return any;
  }

  /** JSON with single quotes, which Gson reads as well. */
  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
