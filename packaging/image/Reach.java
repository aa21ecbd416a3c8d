import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which classes of the libraries heartbeat can come to: those that a class which it can come to has a word for, in whatever
 * constant. So a class is kept that is found by its name, too, where that stands as a whole in a class, in a file of the
 * libraries (services, mail's providers, what a native image is told) or in a native library.
 */
final class Reach {
  private static final Pattern DESCRIBED = Pattern.compile("L([\\w$/-]+);");
  private static final Pattern WORD = Pattern.compile("[\\w$./-]+");

  private final Path module;
  private final List<String> notTaken;
  private final Set<String> known = new HashSet<>();
  private final Set<String> reached = new HashSet<>();
  private final Deque<String> open = new ArrayDeque<>();

  private Reach(Path module, List<String> notTaken) {
    this.module = module;
    this.notTaken = notTaken;
  }

  /**
   * Deletes the classes that neither {@code own}, names of class files, nor {@code natives} lead to.
   *
   * @param notTaken beginnings of names in libraries whose ways heartbeat does not take
   */
  static void prune(Path module, Collection<String> own, List<Path> natives, List<String> notTaken)
      throws IOException {
    new Reach(module, notTaken).prune(own, natives);
  }

  private void prune(Collection<String> own, List<Path> natives) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(module)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    Set<String> unused = new HashSet<>(notTaken);
    for (Path file : files) {
      String name = name(file);
      boolean left = false;
      for (String start : notTaken) {
        if (name.startsWith(start)) {
          unused.remove(start);
          left = true;
        }
      }
      if (left) {
        Files.delete(file);
      } else if (name.endsWith(".class")) {
        known.add(name.substring(0, name.length() - ".class".length()));
      }
    }
    if (!unused.isEmpty()) {
      throw new IllegalStateException("nothing in the libraries is called so any more: " + unused);
    }
    for (String name : own) {
      reach(name);
    }
    for (Path file : files) {
      if (Files.exists(file) && !name(file).endsWith(".class")) {
        words(file);
      }
    }
    for (Path library : natives) {
      words(library);
    }
    while (!open.isEmpty()) {
      constants(open.pop());
    }
    for (String name : known) {
      if (!reached.contains(name)) {
        Files.delete(module.resolve(name + ".class"));
      }
    }
  }

  private String name(Path file) {
    return module.relativize(file).toString();
  }

  private void reach(String name) {
    if (known.contains(name) && reached.add(name)) {
      open.push(name);
    }
  }

  private void words(Path file) throws IOException {
    Matcher word = WORD.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    while (word.find()) {
      reach(word.group().replace('.', '/'));
    }
  }

  private void constants(String name) throws IOException {
    for (PoolEntry entry : ClassFile.of().parse(module.resolve(name + ".class")).constantPool()) {
      if (entry instanceof Utf8Entry utf8) {
        String text = utf8.stringValue();
        reach(text.replace('.', '/'));
        for (Matcher type = DESCRIBED.matcher(text); type.find(); ) {
          reach(type.group(1));
        }
      }
    }
  }
}
