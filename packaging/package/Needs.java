import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The shared libraries that programs and libraries of a folder need and do not bring along, each with the
 * symbol versions that are asked for. As dpkg-shlibdeps and rpm's own generator find it: from the dynamic
 * section and the version requirements of each ELF file (Linux Standard Base, Core, 10.7).
 */
final class Needs {
  private static final int DYNAMIC = 6;
  private static final int VERSIONS_NEEDED = 0x6ffffffe;
  private static final int NEEDED = 1;

  /** Which package of Debian has a library; glibc's are all in one. */
  private static final Map<String, String> DEBIAN =
      Map.of("libz.so.1", "zlib1g", "libstdc++.so.6", "libstdc++6", "libgcc_s.so.1", "libgcc-s1");

  private static final List<String> GLIBC =
      List.of("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libutil.so.1");

  private final SortedMap<String, SortedSet<String>> libraries = new TreeMap<>();

  private Needs() {}

  static Needs of(Path folder) throws IOException {
    Needs needs = new Needs();
    TreeSet<String> own = new TreeSet<>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        own.add(file.getFileName().toString());
        ByteBuffer elf = head(file).equals("\177ELF") ? map(file) : null;
        if (elf != null) {
          needs.read(elf);
        }
      }
    }
    needs.libraries.keySet().removeIf(name -> own.contains(name) || name.startsWith("ld-"));
    return needs;
  }

  private static String head(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
    }
  }

  private static ByteBuffer map(Path file) throws IOException {
    ByteBuffer elf = ByteBuffer.wrap(Files.readAllBytes(file));
    if (elf.get(4) != 2) {
      throw new IOException(file + " is not of 64 bits");
    }
    return elf.order(elf.get(5) == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  private void read(ByteBuffer elf) {
    for (int i = 0; i < elf.getShort(60); i++) {
      int section = section(elf, i);
      int start = (int) elf.getLong(section + 24);
      int size = (int) elf.getLong(section + 32);
      int strings = (int) elf.getLong(section(elf, elf.getInt(section + 40)) + 24);
      switch (elf.getInt(section + 4)) {
        case DYNAMIC -> {
          for (int at = start; at < start + size; at += 16) {
            if (elf.getLong(at) == NEEDED) {
              versions(string(elf, strings + (int) elf.getLong(at + 8)));
            }
          }
        }
        case VERSIONS_NEEDED -> versions(elf, start, strings);
        default -> {}
      }
    }
  }

  private static int section(ByteBuffer elf, int number) {
    return (int) elf.getLong(40) + number * elf.getShort(58);
  }

  private void versions(ByteBuffer elf, int start, int strings) {
    int library = start;
    int next = -1;
    while (next != 0) {
      SortedSet<String> versions = versions(string(elf, strings + elf.getInt(library + 4)));
      int version = library + elf.getInt(library + 8);
      for (int left = elf.getShort(library + 2); left > 0; left--) {
        versions.add(string(elf, strings + elf.getInt(version + 8)));
        version += elf.getInt(version + 12);
      }
      next = elf.getInt(library + 12);
      library += next;
    }
  }

  private SortedSet<String> versions(String library) {
    return libraries.computeIfAbsent(library, name -> new TreeSet<>());
  }

  private static String string(ByteBuffer elf, int at) {
    int end = at;
    while (elf.get(end) != 0) {
      end++;
    }
    return new String(elf.array(), at, end - at, StandardCharsets.ISO_8859_1);
  }

  /** For Debian's Depends: {@code libc6 (>= 2.17), zlib1g}. */
  String debian() {
    TreeSet<String> packages = new TreeSet<>();
    List<String> glibc = new ArrayList<>();
    libraries.forEach(
        (library, versions) -> {
          if (GLIBC.contains(library)) {
            versions.stream().filter(v -> v.matches("GLIBC_[0-9.]+")).forEach(glibc::add);
          } else if (DEBIAN.containsKey(library)) {
            packages.add(DEBIAN.get(library));
          } else {
            throw new IllegalStateException("which package of Debian has " + library + "?");
          }
        });
    glibc.sort((a, b) -> Arrays.compare(numbers(a), numbers(b)));
    packages.add("libc6 (>= " + glibc.getLast().substring("GLIBC_".length()) + ")");
    return String.join(", ", packages);
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.substring("GLIBC_".length()).split("\\."))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  /** For rpm's Requires, one each: {@code libc.so.6(GLIBC_2.17)(64bit)}. */
  List<String> rpm() {
    List<String> all = new ArrayList<>();
    libraries.forEach(
        (library, versions) -> {
          all.add(library + "()(64bit)");
          versions.forEach(version -> all.add(library + "(" + version + ")(64bit)"));
        });
    return all;
  }

  /** Prints them, for tests and for people: {@code java Needs.java FOLDER}. */
  public static void main(String[] args) throws IOException {
    Needs needs = of(Path.of(args[0]));
    System.out.println(needs.debian());
    needs.rpm().forEach(System.out::println);
  }
}
