package heartbeat.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a package depends on comes from its binaries: {@code packaging/package/Needs.java}. */
class NeedsTest {
  private static final int STRINGS = 3;
  private static final int DYNAMIC = 6;
  private static final int VERSIONS_NEEDED = 0x6ffffffe;

  @TempDir Path folder;

  /** A library and the versions that are asked for. */
  private record Asked(String library, List<String> versions) {
    Asked(String library) {
      this(library, List.of());
    }
  }

  @Test
  void theNewestGlibcThatAnyFileAsksForIsRequired() throws Exception {
    binary(
        "program",
        new Asked("libc.so.6", List.of("GLIBC_2.4", "GLIBC_2.34")),
        new Asked("libz.so.1"));
    binary(
        "helper.so",
        new Asked("libc.so.6", List.of("GLIBC_2.9")),
        new Asked("libm.so.6", List.of("GLIBC_2.29")));
    Files.writeString(folder.resolve("notes.txt"), "no binary");
    assertThat(needs())
        .containsExactly(
            "libc6 (>= 2.34), zlib1g",
            "libc.so.6()(64bit)",
            "libc.so.6(GLIBC_2.34)(64bit)",
            "libc.so.6(GLIBC_2.4)(64bit)",
            "libc.so.6(GLIBC_2.9)(64bit)",
            "libm.so.6()(64bit)",
            "libm.so.6(GLIBC_2.29)(64bit)",
            "libz.so.1()(64bit)");
  }

  @Test
  void aLibraryThatComesAlongIsNotRequired() throws Exception {
    binary(
        "program",
        new Asked("libc.so.6", List.of("GLIBC_2.17")),
        new Asked("libjvm.so"),
        new Asked("ld-linux-x86-64.so.2", List.of("GLIBC_2.3")));
    binary("libjvm.so", new Asked("libc.so.6", List.of("GLIBC_2.3")));
    assertThat(needs().getFirst()).isEqualTo("libc6 (>= 2.17)");
    assertThat(needs()).noneMatch(line -> line.contains("libjvm") || line.contains("ld-linux"));
  }

  @Test
  void aLibraryOfNoKnownPackageStopsTheBuild() throws Exception {
    binary("program", new Asked("libc.so.6", List.of("GLIBC_2.17")), new Asked("libnew.so.3"));
    assertThat(String.join("\n", needs())).contains("which package of Debian has libnew.so.3?");
  }

  private List<String> needs() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    String program = Path.of("packaging/package/Needs.java").toString();
    Process process =
        new ProcessBuilder(java, program, folder.toString()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.lines().toList();
  }

  /** An ELF file of 64 bits, with the sections that count and nothing in them besides. */
  private void binary(String name, Asked... all) throws IOException {
    StringBuilder strings = new StringBuilder("\0");
    List<long[]> entries = new ArrayList<>();
    ByteBuffer versions = buffer(4_096);
    for (Asked asked : all) {
      int library = string(strings, asked.library);
      entries.add(new long[] {1, library});
      if (!asked.versions.isEmpty()) {
        versions(versions, library, asked.versions, strings);
      }
    }
    int last = versions.position();
    if (last > 0) {
      versions.putInt(lastLibrary(versions, last) + 12, 0);
    }
    ByteBuffer dynamic = buffer(16 * (entries.size() + 1));
    entries.forEach(entry -> dynamic.putLong(entry[0]).putLong(entry[1]));
    byte[] texts = strings.toString().getBytes(StandardCharsets.ISO_8859_1);
    write(name, texts, bytes(dynamic, dynamic.capacity()), bytes(versions, last));
  }

  private static void versions(
      ByteBuffer into, int library, List<String> versions, StringBuilder strings) {
    into.putShort((short) 1).putShort((short) versions.size()).putInt(library);
    into.putInt(16).putInt(16 + 16 * versions.size());
    for (int i = 0; i < versions.size(); i++) {
      into.putInt(0)
          .putShort((short) 0)
          .putShort((short) 2)
          .putInt(string(strings, versions.get(i)));
      into.putInt(i + 1 == versions.size() ? 0 : 16);
    }
  }

  /** Where the entry of the last library begins. */
  private static int lastLibrary(ByteBuffer versions, int end) {
    int at = 0;
    while (at + versions.getInt(at + 12) < end) {
      at += versions.getInt(at + 12);
    }
    return at;
  }

  private void write(String name, byte[] strings, byte[] dynamic, byte[] versions)
      throws IOException {
    byte[][] contents = {new byte[0], strings, dynamic, versions};
    int[] types = {0, STRINGS, DYNAMIC, VERSIONS_NEEDED};
    int sections = versions.length == 0 ? 3 : 4;
    ByteBuffer elf = buffer(64 + 64 * sections + 8_192);
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1});
    elf.putLong(40, 64).putShort(58, (short) 64).putShort(60, (short) sections);
    int content = 64 + 64 * sections;
    for (int i = 0; i < sections; i++) {
      int section = 64 + 64 * i;
      elf.putInt(section + 4, types[i]).putLong(section + 24, content);
      elf.putLong(section + 32, contents[i].length).putInt(section + 40, 1);
      elf.put(content, contents[i]);
      content += contents[i].length;
    }
    Files.write(folder.resolve(name), bytes(elf, elf.capacity()));
  }

  private static int string(StringBuilder strings, String text) {
    int at = strings.length();
    strings.append(text).append('\0');
    return at;
  }

  private static byte[] bytes(ByteBuffer buffer, int length) {
    byte[] bytes = new byte[length];
    buffer.get(0, bytes);
    return bytes;
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
