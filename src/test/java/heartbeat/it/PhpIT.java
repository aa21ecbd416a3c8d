package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real PHP process in front of the pipe. */
class PhpIT {
  @TempDir Path home;
  Shell shell;

  @BeforeEach
  void phpIsThere() {
    shell = new Shell(home);
    Assumptions.assumeTrue(
        System.getenv("CI") != null || shell.run("command -v php").status() == 0,
        "php-cli is not installed");
  }

  @Test
  void aRunThatCompletesIsSilentAndSuccessful() {
    var result = shell.run("php $PHP completes 2>&1 | $HB moodle");
    assertThat(result).isEqualTo(new Shell.Result(0, "", ""));
    assertThat(shell.status("moodle").get("verdict").getAsString()).isEqualTo("success");
  }

  @Test
  void aRunWithAFailedTaskIsAWarningThatNamesTheTask() {
    var result = shell.run("php $PHP task-fails 2>&1 | $HB moodle");
    assertThat(result.status()).isZero();
    assertThat(result.err()).contains("task-failed", "LDAP users sync job");
    assertThat(shell.status("moodle").get("reason").getAsString()).isEqualTo("task-failed");
  }

  @Test
  void aFatalErrorThatPrintsNothingIsAFailureThatNamesTheTask() {
    var result = shell.run("{ php $PHP fatal 2>&1; echo $? > status; } | $HB moodle");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("died-in-task", "Automated backups");
    assertThat(home.resolve("status")).hasContent("255\n");
  }

  @Test
  void aRunKilledInMidTaskIsAFailureThatNamesTheTask() throws Exception {
    Process run = shell.start("php $PHP hang pid 2>&1 | $HB moodle");
    Path pid = home.resolve("pid");
    while (!Files.exists(pid) || Files.size(pid) == 0) {
      Thread.onSpinWait();
    }
    shell.environment.put("PID", Files.readString(pid));
    new ProcessBuilder("kill", "-9", Files.readString(pid)).start().waitFor();
    assertThat(run.waitFor()).isEqualTo(1);
    assertThat(shell.read("err"))
        .contains("died-in-task", "core\\task\\send_enrolment_notification");
  }

  @Test
  void aRunThatPrintsNothingIsAFailure() {
    var result = shell.run("php $PHP silent 2>&1 | $HB moodle");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("no-output");
  }
}
