package heartbeat.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How heartbeat starts itself again. */
class LauncherTest {
  private static final Path SELF =
      Path.of("/proc", String.valueOf(ProcessHandle.current().pid()), "exe");

  @TempDir Path folder;

  @Test
  void theScriptIsTheCommandWhereThereIsOne() {
    assertThat(Launcher.command("/opt/heartbeat/bin/heartbeat", false, SELF))
        .isEqualTo("/opt/heartbeat/bin/heartbeat");
  }

  @Test
  void aNativeProgramStartsItsOwnExecutable() {
    assertThat(Launcher.command(null, true, SELF)).isEqualTo(SELF.toString());
  }

  @Test
  void aNativeProgramThatAnUpgradeHasReplacedStartsItselfAsItWas() throws Exception {
    Path program = folder.resolve("program");
    Files.copy(Path.of("/bin/sleep"), program, StandardCopyOption.COPY_ATTRIBUTES);
    Process running = new ProcessBuilder(program.toString(), "60").start();
    try {
      Path link = Path.of("/proc", String.valueOf(running.pid()), "exe");
      awaitTarget(link, program);
      Files.delete(program);
      String command = Launcher.command(null, true, link);
      assertThat(new ProcessBuilder(List.of(String.valueOf(command), "0")).start().waitFor())
          .isZero();
    } finally {
      running.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aNativeProgramIsCalledByItsScriptInACrontabAndHasItsLibrariesBesideIt() throws Exception {
    Path program = folder.resolve("lib/heartbeat/heartbeat");
    Path script = folder.resolve("bin/heartbeat");
    Files.createDirectories(program.getParent());
    Files.createDirectories(script.getParent());
    Path link = Files.createSymbolicLink(folder.resolve("exe"), program);
    assertThat(Launcher.folder(link)).isEqualTo(program.getParent());
    assertThat(Launcher.script(link)).isNull();
    Files.copy(Path.of("/bin/true"), script, StandardCopyOption.COPY_ATTRIBUTES);
    assertThat(Launcher.script(link)).isEqualTo(script.toString());
    assertThat(Launcher.command(script.toString(), true, link)).isEqualTo(link.toString());
    assertThat(Launcher.script(folder.resolve("nowhere"))).isNull();
  }

  @Test
  void aJavaRunTimeIsNotHeartbeatAndIsNotStarted() {
    assertThat(Launcher.command(null, false, SELF)).isNull();
  }

  @Test
  void withoutProcThereIsNoCommand() {
    assertThat(Launcher.command(null, true, folder.resolve("exe"))).isNull();
  }

  /** Until exec has happened, the child is still the helper that starts it. */
  private static void awaitTarget(Path link, Path program) throws IOException {
    while (!Files.readSymbolicLink(link).equals(program)) {
      Thread.onSpinWait();
    }
  }
}
