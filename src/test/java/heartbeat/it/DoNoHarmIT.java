package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with heartbeat's surroundings, the job in front of it runs as without it. */
class DoNoHarmIT {
  /** A job that writes 3 MB, far more than a pipe holds, and notes its own end. */
  private static final String JOB =
      "{ head -c 3000000 /dev/zero | tr '\\0' x; echo; echo Cron run completed correctly; echo $? >"
          + " ended; }";

  @TempDir Path home;
  Shell shell;

  @BeforeEach
  void shell() {
    shell = new Shell(home);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a config that is no YAML | --config broken.yml | 78 | broken.yml:2",
        "a config with an unknown key | --config unknown.yml | 78 | did you mean 'preset'",
        "a config that is not there | --config nowhere.yml | 78 | nowhere.yml",
        "a config that is a folder | --config /etc | 78 | /etc",
        "a state folder that can't be made | --state-dir /proc/nowhere$HOME | 78 | /proc/nowhere",
        "a state folder that is a file | --state-dir broken.yml | 78 | broken.yml",
        "a dead ping server | --ping http://127.0.0.1:1/x --ping-retries 0 | 75 | 127.0.0.1:1",
        "a host that does not exist | --ping http://nowhere.invalid/x --ping-retries 0 | 75 |"
            + " nowhere.invalid",
        "a job that nobody has heard of | | 0 |",
      })
  void theJobIsDrainedAndItsOwnStatusIsKept(
      String fault, String options, int status, String message) throws Exception {
    shell.write("broken.yml", "jobs: [\n");
    shell.write("unknown.yml", "jobs:\n  moodle:\n    prset: moodle\n");
    var result =
        shell.run(
            JOB + " | $HB moodle --success-marker completed " + (options == null ? "" : options));
    assertThat(home.resolve("ended")).hasContent("0\n");
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.err()).contains(message == null ? "" : message);
  }

  @Test
  void aClosedStandardOutputOrErrorIsNotFatal() throws Exception {
    var result = shell.run(JOB + " | $HB moodle --tee >&- 2>&-");
    assertThat(home.resolve("ended")).hasContent("0\n");
    assertThat(result.status()).isZero();
  }

  @Test
  void aReaderOfStandardOutputThatGoesAwayIsNotFatal() throws Exception {
    var result = shell.run("{ " + JOB + " | $HB moodle --tee; echo $? > status; } | head -c 1");
    assertThat(result.out()).isEqualTo("x");
    assertThat(home.resolve("ended")).hasContent("0\n");
    assertThat(home.resolve("status")).hasContent("0\n");
  }

  @Test
  void aFullStandardOutputIsNotFatal() throws Exception {
    var result = shell.run(JOB + " | $HB moodle --tee > /dev/full");
    assertThat(home.resolve("ended")).hasContent("0\n");
    assertThat(result.status()).isZero();
  }

  @Test
  void aReadOnlyHomeIsSaidAndTheRunIsStillJudged() throws Exception {
    shell.environment.put("HOME", "/proc");
    shell.environment.put("HEARTBEAT_STATE_DIR", "/proc" + home);
    var result = shell.run(JOB.replace("completed correctly", "over") + " | $HB moodle");
    assertThat(result.status()).isEqualTo(78);
    assertThat(result.err()).contains("marker-missing", "--state-dir");
  }

  @Test
  void aFullDiskIsSaidAndTheRunIsStillJudged() throws Exception {
    Path small = Files.createDirectory(home.resolve("small"));
    org.junit.jupiter.api.Assumptions.assumeTrue(
        shell.run("mount -t tmpfs -o size=256k tmpfs small").status() == 0, "mount is not allowed");
    try {
      var result = shell.run(JOB + " | $HB moodle --state-dir small");
      assertThat(home.resolve("ended")).hasContent("0\n");
      assertThat(result.err()).contains("No space left");
      assertThat(small).isDirectoryRecursivelyContaining("glob:**.log");
    } finally {
      shell.run("umount -l small");
    }
  }

  @Test
  void optionsOfOtherJavaProgramsChangeNothing() {
    shell.environment.put("JAVA_TOOL_OPTIONS", "-Xmx2m");
    shell.environment.put("_JAVA_OPTIONS", "-XX:NoSuchOption");
    shell.environment.put("JDK_JAVA_OPTIONS", "-version");
    assertThat(shell.run(JOB + " | $HB moodle")).isEqualTo(new Shell.Result(0, "", ""));
  }

  @Test
  void theMasterSwitchDrainsCopiesAndDoesNothingElse() throws Exception {
    shell.write("off.yml", "enabled: false\n");
    var result = shell.run("echo hello | $HB moodle --config off.yml --tee");
    assertThat(result).isEqualTo(new Shell.Result(0, "hello\n", ""));
    assertThat(home.resolve(".local")).doesNotExist();
  }

  @Test
  void anUnknownOptionIsSaidAndTheJobIsDrainedAllTheSame() throws Exception {
    var result = shell.run(JOB + " | $HB moodle --mial-to a@example.org");
    assertThat(home.resolve("ended")).hasContent("0\n");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("--mial-to", "--mail-to");
  }
}
