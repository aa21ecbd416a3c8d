package heartbeat.config;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Finds texts whose beginning YAML takes for an anchor or tag and drops silently: of {@code &done
 * x} only {@code x} would be left.
 */
final class AccidentalYaml {
  private final SourceFile source;
  private final String text;
  private final List<Problem> problems;

  /** Aliases may make the nodes cyclic. */
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  AccidentalYaml(SourceFile source, String text, List<Problem> problems) {
    this.source = source;
    this.text = text;
    this.problems = problems;
  }

  void look(Node node) {
    if (!seen.add(node)) {
      return;
    }
    switch (node) {
      case MappingNode map -> {
        for (NodeTuple entry : map.getValue()) {
          look(entry.getKeyNode());
          look(entry.getValueNode());
        }
      }
      case SequenceNode list -> list.getValue().forEach(this::look);
      case ScalarNode scalar -> scalar(scalar);
      default -> {}
    }
  }

  private void scalar(ScalarNode scalar) {
    String anchor = scalar.getAnchor();
    if (anchor != null && !text.contains("*" + anchor)) {
      note(
          scalar, "'&" + Values.shown(anchor) + "' is a YAML anchor; a text with '&' needs quotes");
    } else if (beginsWithLoneMark(scalar.getStartMark())) {
      note(scalar, "'!' is a YAML tag; a text with '!' needs quotes");
    }
  }

  private static boolean beginsWithLoneMark(Mark mark) {
    int[] buffer = mark.getBuffer();
    int at = mark.getPointer();
    return at + 1 < buffer.length && buffer[at] == '!' && Character.isWhitespace(buffer[at + 1]);
  }

  private void note(ScalarNode scalar, String message) {
    problems.add(YamlParser.at(source.path(), scalar, "", null).error(message));
  }
}
