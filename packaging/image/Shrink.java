import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What of the libraries heartbeat can come to, as ProGuard finds it. It sees calls, and classes that a constant names. What
 * else is found by its name stands in a file of the libraries: services, mail's providers, what a native image is told of
 * reflection (complete, or the native image would not work), and what a library in machine code calls back. And a class that
 * looks up methods or fields, which may be its own, in a way that ProGuard does not follow, keeps all of its own.
 */
final class Shrink {
  private static final Pattern WORD = Pattern.compile("[\\w$./-]+");
  private static final Set<String> REFLECTION = Set.of("java/lang/Class", "java/lang/invoke/MethodHandles$Lookup");
  private static final Pattern LOOKUP = Pattern.compile("find\\w+|get(Declared)?(Constructors|Fields|Methods)");

  private Shrink() {}

  /**
   * Writes to {@code rules} what ProGuard is told.
   *
   * @param module all classes and files, merged
   * @param shrunk where what is left of them is to go
   * @param java classes of the Java runtime
   * @param services names of the classes that serve as a service
   * @param natives libraries in machine code
   */
  static void rules(
      Path rules, Path module, Path shrunk, Path java, Collection<String> services, List<Path> natives)
      throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(module)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    TreeSet<String> named = new TreeSet<>(services);
    for (Path file : Stream.concat(files.stream(), natives.stream()).toList()) {
      if (!file.toString().endsWith(".class")) {
        Matcher word = WORD.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (word.find()) {
          if (isClass(module, word.group())) {
            named.add(word.group().replace('/', '.'));
          }
        }
      }
    }
    StringBuilder text = new StringBuilder();
    text.append("-injars ").append(module).append('\n');
    text.append("-outjars ").append(shrunk).append('\n');
    text.append("-libraryjars ").append(java).append("(!**/module-info.class)\n");
    for (Path file : files) {
      if (file.toString().endsWith(".class") && looksUp(file)) {
        String name = module.relativize(file).toString().replace('/', '.');
        text.append("-keepclassmembers class ").append(name, 0, name.lastIndexOf('.')).append(" { *; }\n");
      }
    }
    for (String name : named) {
      text.append("-keep class ").append(name).append(" { *; }\n");
    }
    Files.writeString(rules, text);
  }

  private static boolean looksUp(Path file) throws IOException {
    for (var constant : ClassFile.of().parse(file).constantPool()) {
      if (constant instanceof MemberRefEntry member
          && REFLECTION.contains(member.owner().asInternalName())
          && LOOKUP.matcher(member.name().stringValue()).matches()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isClass(Path module, String word) {
    return word.indexOf('.') != 0 && Files.isRegularFile(module.resolve(word.replace('.', '/') + ".class"));
  }
}
