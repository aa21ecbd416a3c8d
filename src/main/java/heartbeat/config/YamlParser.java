package heartbeat.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML text to nodes that know their line and column. Nothing is constructed from them, and a plain
 * scalar is text whatever it looks like: {@code off} and {@code 0777} stay what was written.
 */
final class YamlParser {
  /** How often a file that breaks off is cut shorter to read what stands before. */
  private static final int MAX_CUTS = 5;

  private YamlParser() {}

  /**
   * What was read.
   *
   * @param root null: nothing is written
   * @param end from this line on the file was not read; its absence may have left the line as it is
   */
  record Tree(@Nullable Node root, int end) {}

  /**
   * The whole of the file or, after a syntax error, which is noted, the part before it: the
   * settings there may be what is needed to tell of the error.
   */
  static Tree parse(SourceFile source, List<Problem> problems) {
    String text = source.text();
    for (int cut = 0; cut <= MAX_CUTS; cut++) {
      var reader = new StreamReader(text);
      int badLine;
      try {
        Node root = compose(reader);
        if (root != null) {
          new AccidentalYaml(source, text, problems).look(root);
        }
        return new Tree(root, cut == 0 ? Integer.MAX_VALUE : lastLine(text));
      } catch (MarkedYAMLException e) {
        var error = new YamlError(e, text);
        badLine = error.line();
        if (cut == 0) {
          problems.add(at(source.path(), badLine, error.column()).error(error.message()));
        }
      } catch (RuntimeException | StackOverflowError e) {
        badLine = reader.getLine() + 1;
        if (cut == 0) {
          problems.add(
              at(source.path(), badLine, reader.getColumn() + 1)
                  .error("can't be read as YAML: " + YamlError.firstLine(e.getMessage())));
        }
      }
      text = linesBefore(badLine, text);
    }
    return new Tree(null, 0);
  }

  private static @Nullable Node compose(StreamReader reader) {
    var options = new LoaderOptions();
    return new Composer(new ParserImpl(reader, options), new TextOnly(), options).getSingleNode();
  }

  private static Place at(Path file, int line, int column) {
    return new Place(file, line, column, "", null);
  }

  /** Where a node begins. */
  static Place at(Path file, Node node, String key, @Nullable String job) {
    Mark mark = node.getStartMark();
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1, key, job);
  }

  private static String linesBefore(int line, String text) {
    int end = 0;
    for (int n = 1; n < line; n++) {
      int newline = text.indexOf('\n', end);
      if (newline < 0) {
        break;
      }
      end = newline + 1;
    }
    return text.substring(0, end);
  }

  /** The number of the last line with something on it. */
  private static int lastLine(String text) {
    int number = 0;
    int last = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      String content = line.strip();
      if (!content.isEmpty() && content.charAt(0) != '#') {
        last = number;
      }
    }
    return last;
  }

  /** Resolves every scalar to text. */
  private static final class TextOnly extends Resolver {
    @Override
    protected void addImplicitResolvers() {}
  }
}
