package heartbeat.capture;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.run.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutableTest {
  @TempDir Path dir;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectory(dir.resolve("folder"));
    Files.writeString(dir.resolve("text"), "no program");
    Files.writeString(dir.resolve("program"), "#!/bin/sh\n");
    assertThat(dir.resolve("program").toFile().setExecutable(true)).isTrue();
  }

  @Test
  void aProgramIsFoundInThePathOrByItsOwn() {
    assertThat(Executable.problem("program", "/nowhere:" + dir, null)).isNull();
    assertThat(Executable.problem(dir + "/program", "", null)).isNull();
    assertThat(Executable.problem("./program", "", dir)).isNull();
    assertThat(Executable.problem("program", "", dir)).isNull();
    assertThat(Executable.problem("sh", null, null)).isNull();
  }

  @Test
  void whatIsNotThereIs127() {
    assertThat(status("no-such", dir.toString())).isEqualTo(127);
    assertThat(status("./no-such", dir.toString())).isEqualTo(127);
    assertThat(status("", dir.toString())).isEqualTo(127);
    assertThat(status("program", "/nowhere")).isEqualTo(127);
  }

  @Test
  void whatIsThereButNoProgramIs126() {
    assertThat(status("text", dir.toString())).isEqualTo(126);
    assertThat(status("./text", "")).isEqualTo(126);
    assertThat(status("./folder", "")).isEqualTo(126);
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() {
    Ending.NotStarted problem =
        requireNonNull(Executable.problem("sh", "/bin", dir.resolve("gone")));
    assertThat(problem.why()).contains("gone").contains("does not exist");
    assertThat(problem.status()).isEqualTo(126);
  }

  private int status(String command, String path) {
    return requireNonNull(Executable.problem(command, path, dir)).status();
  }
}
