package heartbeat.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fills in {@code ${env:NAME}} and {@code ${file:/path}}. A second dollar in front makes it literal
 * text. What was filled in is not looked at again.
 */
final class Substitution {
  /** Credentials are short; a bigger file is an error. */
  private static final int MAX_BYTES = 64 << 10;

  private final Map<String, String> env;
  private final Set<Path> files = new LinkedHashSet<>();

  Substitution(Map<String, String> env) {
    this.env = env;
  }

  /**
   * The text with everything filled in. Throws IllegalArgumentException with a complete message
   * when something is missing or not known.
   */
  String fill(String text) {
    int at = text.indexOf("${");
    if (at < 0) {
      return text;
    }
    var out = new StringBuilder();
    int done = 0;
    while (at >= 0) {
      int next;
      if (at > done && text.charAt(at - 1) == '$') {
        out.append(text, done, at - 1).append("${");
        next = at + 2;
      } else {
        int end = text.indexOf('}', at);
        if (end < 0) {
          throw new IllegalArgumentException("'${' without '}'; write $${ for a literal ${");
        }
        out.append(text, done, at).append(value(text.substring(at + 2, end)));
        next = end + 1;
      }
      done = next;
      at = text.indexOf("${", done);
    }
    return out.append(text, done, text.length()).toString();
  }

  private String value(String source) {
    if (source.startsWith("env:")) {
      String name = source.substring(4);
      String value = env.get(name);
      if (value == null) {
        throw new IllegalArgumentException("the environment variable '" + name + "' is not set");
      }
      return value;
    }
    if (source.startsWith("file:")) {
      return content(source.substring(5));
    }
    throw new IllegalArgumentException(
        "'${"
            + source
            + "}' is not known; write ${env:NAME}, ${file:/path}, or $${ for a literal ${");
  }

  /** The files that were read. */
  List<Path> files() {
    return List.copyOf(files);
  }

  private String content(String name) {
    String why;
    try {
      var path = Path.of(name);
      if (!path.isAbsolute()) {
        why = "is not an absolute path";
      } else if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
        // Reading a pipe or device could wait for ever.
        why = "is not a regular file";
      } else {
        files.add(path);
        return read(path);
      }
    } catch (NoSuchFileException e) {
      why = "does not exist";
    } catch (AccessDeniedException e) {
      why = "may not be read by this user";
    } catch (InvalidPathException e) {
      why = "is not a path";
    } catch (IOException e) {
      why = "can't be read: " + e.getMessage();
    }
    throw new IllegalArgumentException("the file '" + name + "' " + why);
  }

  private static String read(Path path) throws IOException {
    byte[] bytes;
    try (var in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new IOException("it has more than 64k");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.length();
    if (end > 0 && text.charAt(end - 1) == '\n') {
      end--;
      if (end > 0 && text.charAt(end - 1) == '\r') {
        end--;
      }
    }
    return text.substring(0, end);
  }
}
