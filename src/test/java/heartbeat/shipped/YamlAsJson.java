package heartbeat.shipped;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.StringReader;
import java.math.BigDecimal;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** YAML as an editor sees it: by the core schema of YAML 1.2, where {@code off} is a text. */
final class YamlAsJson {
  private YamlAsJson() {}

  static JsonElement of(String yaml) {
    Node root = new Yaml().compose(new StringReader(yaml));
    return root == null ? JsonNull.INSTANCE : of(root);
  }

  private static JsonElement of(Node node) {
    return switch (node) {
      case MappingNode map -> {
        JsonObject object = new JsonObject();
        for (var entry : map.getValue()) {
          object.add(((ScalarNode) entry.getKeyNode()).getValue(), of(entry.getValueNode()));
        }
        yield object;
      }
      case SequenceNode list -> {
        JsonArray array = new JsonArray();
        list.getValue().forEach(member -> array.add(of(member)));
        yield array;
      }
      case ScalarNode scalar -> scalar(scalar);
      default -> throw new IllegalArgumentException(node.toString());
    };
  }

  private static JsonElement scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
      return new JsonPrimitive(text);
    }
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> JsonNull.INSTANCE;
      case "true", "True", "TRUE" -> new JsonPrimitive(true);
      case "false", "False", "FALSE" -> new JsonPrimitive(false);
      default ->
          text.matches("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?")
              ? new JsonPrimitive(new BigDecimal(text))
              : new JsonPrimitive(text);
    };
  }
}
