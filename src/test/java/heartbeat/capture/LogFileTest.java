package heartbeat.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  @TempDir Path dir;
  private Path log;

  @BeforeEach
  void path() {
    log = dir.resolve("run.log");
  }

  @Test
  void headAndTailAreKeptExactlyHoweverMuchComes() throws IOException {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int limit = 2 + random.nextInt(400);
      byte[] all = new byte[random.nextInt(limit * 5)];
      for (int i = 0; i < all.length; i++) {
        all[i] = (byte) (random.nextInt(10) == 0 ? '\n' : 'a' + random.nextInt(26));
      }
      LogFile file = writeInPieces(all, limit, random);
      file.finish();
      assertThat(Files.readString(log))
          .as("seed %d: %d bytes, limit %d", seed, all.length, limit)
          .isEqualTo(expected(all, limit));
      assertThat(file.held()).isEqualTo(Math.min(all.length, limit));
      assertThat(names()).containsExactly("run.log");
    }
  }

  private LogFile writeInPieces(byte[] all, int limit, Random random) throws IOException {
    LogFile file = LogFile.open(log, limit);
    int at = 0;
    while (at < all.length) {
      int n = Math.min(all.length - at, 1 + random.nextInt(limit * 2));
      file.write(all, at, n);
      at += n;
    }
    return file;
  }

  private static String expected(byte[] all, int limit) {
    String text = new String(all, StandardCharsets.US_ASCII);
    if (all.length <= limit) {
      return text;
    }
    String head = text.substring(0, limit - limit / 2);
    String line =
        "[heartbeat: %d bytes left out here; log-limit is %d bytes]\n"
            .formatted(all.length - limit, limit);
    return head + (head.endsWith("\n") ? "" : "\n") + line + text.substring(all.length - limit / 2);
  }

  @Test
  void whatWasWrittenIsOnTheDiskAtOnceAndBeforeAnyFinish() throws IOException {
    LogFile file = LogFile.open(log, 20);
    write(file, "0123456789");
    assertThat(Files.readString(log)).isEqualTo("0123456789");
    write(file, "abcdefghij");
    write(file, "ABCDEFGHIJ");
    write(file, "xyz");
    assertThat(Files.readString(log)).isEqualTo("0123456789");
    assertThat(Files.readString(dir.resolve("run.tail1"))).isEqualTo("ABCDEFGHIJ");
    assertThat(Files.readString(dir.resolve("run.tail0"))).isEqualTo("xyz");
    file.abandon();
  }

  @Test
  void everyFileIsReadableByItsOwnerAlone() throws IOException {
    LogFile file = LogFile.open(log, 20);
    write(file, "0123456789abcdefghijABCDEFGHIJ");
    try (Stream<Path> files = Files.list(dir)) {
      for (Path path : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .isEqualTo("rw-------");
      }
    }
    file.finish();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
        .isEqualTo("rw-------");
  }

  @Test
  void theCutNamesTheLimitAsPeopleWriteIt() throws IOException {
    LogFile file = LogFile.open(log, 2 << 10);
    write(file, "x".repeat(3 << 10));
    file.finish();
    assertThat(Files.readString(log))
        .contains("\n[heartbeat: 1024 bytes left out here; log-limit is 2 kB]\n");
  }

  @Test
  void lostBytesAreAnnouncedWhereTheyAreMissing() throws IOException {
    LogFile file = LogFile.open(log, 1 << 20);
    write(file, "before");
    file.lost(77);
    write(file, "after\n");
    file.finish();
    assertThat(Files.readString(log))
        .isEqualTo(
            "before\n[heartbeat: 77 bytes are missing here; the disk was too slow]\nafter\n");
    assertThat(file.held()).isEqualTo(12);
  }

  @Test
  void aLogThatSomebodyRemovedIsNotCalledKept() throws IOException {
    LogFile file = LogFile.open(log, 1 << 20);
    write(file, "some");
    Files.delete(log);
    assertThatThrownBy(file::finish)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("removed");
    assertThat(file.held()).isZero();
  }

  private static void write(LogFile file, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    file.write(bytes, 0, bytes.length);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }
}
