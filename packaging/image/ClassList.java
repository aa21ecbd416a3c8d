import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.InvokeDynamicEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The list of classes that an archive is made from ({@code -XX:SharedClassListFile}), in a form that is
 * the same in every build. What the runtime records follows its threads: the order of the classes, and
 * which constants had been resolved, which {@code @cp} lines tell by their index.
 *
 * <p>So here the classes are in the order of their names, each with all its constants that name a class,
 * field or method: that costs nothing, for what can't be resolved beforehand is left out of the archive.
 * Lambdas are the exception, each brings classes of its own: only those are in the list that were used.
 */
final class ClassList {
  /** Which of these are loaded depends on which thread came first: all that stand in one file are listed. */
  private static final String THREADS_OWN = "java/util/concurrent/";

  private final Map<String, Path> known = new HashMap<>();
  private final TreeMap<String, Set<Integer>> constants = new TreeMap<>();

  private ClassList() {}

  /** Writes to {@code list} what a run of this runtime has recorded. */
  static void write(Path recorded, Path runtime, Path list) throws IOException {
    try (FileSystem image =
        FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", runtime.toString()))) {
      ClassList classes = new ClassList();
      classes.find(image.getPath("/modules"));
      classes.read(Files.readAllLines(recorded));
      Files.write(list, classes.lines());
    }
  }

  private void find(Path modules) throws IOException {
    try (Stream<Path> files = Files.walk(modules)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.toString().endsWith(".class")) {
          // /modules/java.base/java/lang/Object.class
          String name = file.subpath(2, file.getNameCount()).toString();
          known.put(name.substring(0, name.length() - ".class".length()), file);
        }
      }
    }
  }

  private void read(List<String> recorded) {
    for (String line : recorded) {
      String[] words = line.split(" ");
      if (words[0].equals("@cp")) {
        Set<Integer> resolved = constants.computeIfAbsent(words[1], name -> new HashSet<>());
        Arrays.stream(words).skip(2).map(Integer::valueOf).forEach(resolved::add);
      } else if (!line.startsWith("@") && !line.startsWith("#")) {
        constants.computeIfAbsent(words[0], name -> new HashSet<>());
      }
    }
    Set<String> files = new HashSet<>();
    for (String name : constants.keySet()) {
      if (name.startsWith(THREADS_OWN)) {
        files.add(outermost(name));
      }
    }
    for (String name : known.keySet()) {
      if (files.contains(outermost(name))) {
        constants.computeIfAbsent(name, added -> new HashSet<>());
      }
    }
    constants.keySet().retainAll(known.keySet());
  }

  private static String outermost(String name) {
    int inner = name.indexOf('$');
    return inner < 0 ? name : name.substring(0, inner);
  }

  private List<String> lines() throws IOException {
    Stream.Builder<String> lines = Stream.builder();
    constants.keySet().forEach(lines);
    for (Map.Entry<String, Set<Integer>> entry : constants.entrySet()) {
      StringBuilder line = new StringBuilder("@cp ").append(entry.getKey());
      for (int index : toResolve(entry.getKey(), entry.getValue())) {
        line.append(' ').append(index);
      }
      lines.add(line.toString());
    }
    return lines.build().toList();
  }

  private TreeSet<Integer> toResolve(String name, Set<Integer> recorded) throws IOException {
    ClassModel model = ClassFile.of().parse(known.get(name));
    TreeSet<Integer> indexes = new TreeSet<>();
    for (PoolEntry entry : model.constantPool()) {
      boolean wanted =
          switch (entry) {
            case MemberRefEntry member -> true;
            case ClassEntry type -> !type.asInternalName().startsWith("[");
            case InvokeDynamicEntry lambda -> recorded.contains(lambda.index());
            default -> false;
          };
      if (wanted) {
        indexes.add(entry.index());
      }
    }
    return indexes;
  }
}
