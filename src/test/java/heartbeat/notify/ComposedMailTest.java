package heartbeat.notify;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A composed mail while it is read. */
final class ComposedMailTest {
  @TempDir Path dir;

  @Test
  @EnabledOnOs(OS.LINUX)
  void aMailThatWasReadIsNotHeldOpen() throws Exception {
    Path eml = dir.resolve("mail.eml");
    Files.writeString(eml, "Subject: a\r\n\r\ntext\r\n");

    MimeMessage read;
    try (var stream = new ComposedMail.InFile(eml).open()) {
      read = new MimeMessage(Session.getInstance(new Properties()), stream);
      assertThat(read.getContent()).isEqualTo("text\r\n");
      assertThat(openFiles()).contains(eml.toRealPath());
    }

    assertThat(openFiles()).doesNotContain(eml.toRealPath());
    assertThat(read.getSubject()).isEqualTo("a");
  }

  private static List<Path> openFiles() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.map(
              one -> {
                try {
                  return Files.readSymbolicLink(one);
                } catch (IOException closed) {
                  return one;
                }
              })
          .toList();
    }
  }
}
