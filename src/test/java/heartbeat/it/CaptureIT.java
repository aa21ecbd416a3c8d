package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input of every shape, through a real pipe. */
class CaptureIT {
  private static final String END = "\nCron run completed correctly\n";

  @TempDir Path home;
  Shell shell;

  @BeforeEach
  void shell() {
    shell = new Shell(home);
  }

  @Test
  void aLogOfOneGigabyteTakesNoMoreMemoryThanOneOfAKilobyte() throws Exception {
    String line = "... used 0.12253284454346 seconds for a course\n";
    Files.writeString(home.resolve("lines"), line.repeat(20_000_000 / line.length()));
    shell.write("end", END);
    long small = peakMemory("head -c 1000 lines; cat end");
    long large = peakMemory("for i in $(seq 50); do cat lines; done; cat end");
    // Java's compiler alone takes 12 to 18 MB, which differs from run to run.
    assertThat(large - small).as("KB more for 1 GB than for 1 KB").isLessThan(24_000);
  }

  /** Peak resident memory in KB, of a run with a custom marker. */
  private long peakMemory(String job) {
    var result =
        shell.run(
            "{ " + job + "; } | /usr/bin/time -f %M $HB large --success-marker 'run completed'");
    assertThat(result.status()).as(result.err()).isZero();
    return Long.parseLong(result.err().strip());
  }

  @Test
  void inputThatComesAByteAtATimeIsJudgedAsAWhole() throws Exception {
    Process run = shell.start("exec $HB moodle");
    try (OutputStream in = run.getOutputStream()) {
      for (byte b :
          Files.readAllBytes(
              Path.of("src/test/resources/samples/moodle/cron-45-task-failed.log"))) {
        in.write(b);
        in.flush();
      }
    }
    assertThat(run.waitFor()).isZero();
    assertThat(shell.status("moodle").get("reason").getAsString()).isEqualTo("task-failed");
  }

  @Test
  void aMarkerSplitOverReadsIsFound() {
    var result =
        shell.run(
            "{ printf 'backup com'; sleep 0.3; printf 'plete'; } | $HB b --success-marker 'backup complete'");
    assertThat(result).isEqualTo(new Shell.Result(0, "", ""));
  }

  @Test
  void hostileBytesAreKeptAsTheyCame() throws Exception {
    Files.write(
        home.resolve("log"),
        "nul \0 latin \u00e9 cut utf-8 \u00c3 crlf\r\n\u001b[31mred\u001b[0m\nCron run completed correctly\r\n"
            .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(shell.run("$HB moodle < log").status()).isZero();
    assertThat(shell.run("$HB log moodle > copy && cmp log copy").status()).isZero();
  }

  @Test
  void oneLineOfFiftyMegabytesIsJudged() {
    var result =
        shell.run(
            "{ head -c 50000000 /dev/zero | tr '\\0' x; echo ' backup complete'; } | $HB b --success-marker 'backup complete'");
    assertThat(result).isEqualTo(new Shell.Result(0, "", ""));
    assertThat(shell.run("$HB log b").out())
        .contains("bytes left out")
        .endsWith(" backup complete\n");
  }

  @Test
  void aJobThatOutlivesItsParentIsReadToItsEnd() {
    var result =
        shell.run(
            "sh -c '(sleep 1; echo Cron run completed correctly) & echo parent ends' | $HB moodle");
    assertThat(result).isEqualTo(new Shell.Result(0, "", ""));
  }

  @Test
  void twentyRunsOfOneJobAtOnceAreAllRecorded() {
    var result =
        shell.run(
            "for i in $(seq 20); do { echo run $i; sleep 0.2; echo Cron run completed correctly; } | $HB moodle & done; wait");
    assertThat(result).isEqualTo(new Shell.Result(0, "", ""));
    assertThat(shell.run("$HB log moodle --list").out().lines().filter(l -> l.contains("success")))
        .hasSize(20);
  }

  @Test
  void teeCopiesTheInputToStandardOutput() {
    var result =
        shell.run(
            "$HB moodle --tee < $SAMPLES/real-45-keepalive-6s.log | cmp - $SAMPLES/real-45-keepalive-6s.log");
    assertThat(result).isEqualTo(new Shell.Result(0, "", ""));
  }
}
