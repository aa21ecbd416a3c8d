package heartbeat.crontab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The changed lines, run by a real shell, around a heartbeat that keeps what it reads. */
class ChangedLinesInAShellTest {
  @TempDir Path home;

  @BeforeEach
  void programs() throws IOException {
    program("job", "echo out; echo err >&2; : > ran; exit 3");
    program("site/admin/cli/cron.php", "echo out; echo err >&2; : > ran");
    program("heartbeat", "case \"$*\" in *--tee*) tee seen;; *) cat > seen;; esac; exit 1");
  }

  private void program(String name, String script) throws IOException {
    Path file = home.resolve("bin").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void run(String command) throws IOException, InterruptedException {
    run("/bin/sh", command);
  }

  private void run(String program, String command) throws IOException, InterruptedException {
    String crontabLine = "SHELL=" + program + "\n* * * * * " + command;
    var crontab = CrontabImport.of(crontabLine, false, "heartbeat", name -> false);
    assertThat(crontab.left()).isEmpty();
    String line = crontab.jobs().getFirst().after().substring("* * * * * ".length());
    var shell = new ProcessBuilder(program, "-c", line).directory(home.toFile());
    shell.environment().put("PATH", home.resolve("bin") + ":/usr/bin:/bin");
    shell.redirectErrorStream(true).redirectOutput(home.resolve("mailed").toFile());
    Process process = shell.start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
  }

  private String read(String file) throws IOException {
    return Files.readString(home.resolve(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "job",
        "job >/dev/null 2>&1",
        "job >> cron.log 2>&1",
        "job &",
        "cd / && cd - >/dev/null && job # comment",
        "true; job; exit $?",
        "(job)",
        "FOO=\"a;b\" job 2>/dev/null",
        "exec job",
        "(cd / && exec job)",
        "if true; then job; fi",
        "[ -d / ] || exit 0; job",
        "sh -c 'cd / && job'"
      })
  void heartbeatReadsAllOfItAndHowItEnded(String command) throws Exception {
    run(command);
    assertThat(read("seen"))
        .contains("out\n")
        .contains("err\n")
        .contains("heartbeat: exit status ");
    assertThat(read("seen")).doesNotContain(Rewriter.MARKER + "\n");
    assertThat(read("mailed")).isEmpty();
  }

  @Test
  void aGoodRunEndsWithTheMarker() throws Exception {
    program("job", "printf 'no newline'");
    run("job");
    assertThat(read("seen")).contains(Rewriter.MARKER);
  }

  @Test
  void moodlesLineIsUntouched() throws Exception {
    run("bin/site/admin/cli/cron.php > /dev/null 2>&1");
    assertThat(read("seen")).isEqualTo("out\nerr\n");
  }

  @Test
  void aLogFileAndItsOwnErrorFileAreWrittenAsBefore() throws Exception {
    Files.writeString(home.resolve("log"), "before\n");
    run("bin/site/admin/cli/cron.php >> log 2>> errors");
    assertThat(read("log")).isEqualTo("before\nout\n");
    assertThat(read("errors")).isEqualTo("err\n");
    assertThat(read("seen")).isEqualTo("out\n");
  }

  @Test
  void whereHeartbeatIsMissingTheJobRunsAndItsLogIsWritten() throws Exception {
    Files.delete(home.resolve("bin/heartbeat"));
    run("bin/site/admin/cli/cron.php >> log 2>&1");
    assertThat(home.resolve("ran")).exists();
    assertThat(read("log")).isEqualTo("out\nerr\n");
    assertThat(read("mailed")).contains("heartbeat").contains("not found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash", "/usr/bin/dash"})
  void aBackupIsTheSameToTheByte(String shell) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of(shell)));
    program("dump", "printf 'a\\000b'; echo 'warning: x' >&2; exit 2");
    program("pack", "cat; exit 4");
    for (String command : new String[] {"dump > a.sql", "dump 3>&1 | pack > a.sql"}) {
      if (command.contains("|") && !shell.endsWith("bash")) {
        continue;
      }
      run(shell, command);
      assertThat(read("a.sql")).as(command).isEqualTo("a\0b");
      assertThat(read("seen")).as(command).matches("warning: x\nheartbeat: exit status [24]\n");
      assertThat(read("mailed")).as(command).isEmpty();
    }
    run(shell, "dump >> a.sql 2>&1");
    assertThat(read("a.sql")).isEqualTo("a\0ba\0bwarning: x\n");
    assertThat(read("seen")).isEqualTo("heartbeat: exit status 2\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "missing | gzip > x.gz",
        "job | cat > x",
        "cat no-such-file | sort > x",
        "sh -c job | cat > x",
        "(job | cat) > x",
        "cd . && job | tee x >/dev/null",
        "echo a | job | cat",
        "if true; then job | cat; fi",
        "{ job | cat; }",
      })
  void inBashAPipeFailsWhenItsFirstPartDoes(String command) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")));
    run("/bin/bash", command);
    assertThat(read("seen")).contains("heartbeat: exit status ");
    assertThat(read("seen")).doesNotContain(Rewriter.MARKER + "\n");
    assertThat(read("mailed")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"good | cat", "good | gzip > x.gz", "echo x | good", "(good | cat) | sort"})
  void inBashAPipeThatIsGoodIsGood(String command) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")));
    program("good", "echo out");
    run("/bin/bash", command);
    assertThat(read("seen")).endsWith(Rewriter.MARKER + "\n");
  }

  /** As cronic 3 does: quiet when all is well, a report else; it ends with 0 in any case. */
  @ParameterizedTest
  @ValueSource(strings = {"cronic job", "cronic warns", "cronic job >/dev/null 2>&1"})
  void whatCronicReportsIsSeen(String command) throws Exception {
    program("warns", "echo out; echo err >&2");
    program(
        "cronic",
        """
        "$@" >o 2>e; s=$?
        if [ $s -ne 0 ] || [ -s e ]; then
          echo "Cronic detected failure or error output for the command:"; echo "$@"; cat e o
        fi""");
    run(command);
    assertThat(read("seen")).contains(Rewriter.CRONIC_MARKER).endsWith(Rewriter.MARKER + "\n");
  }

  @Test
  void aWebCronThatWasThrownAwayIsRead() throws Exception {
    program(
        "wget",
        "for a; do case $a in -q) q=1;; -O) o=1;; -) [ $o ] && std=1;; esac; done;"
            + " [ $q ] || echo '50% ...' >&2; [ $std ] && echo 'Server Time: now'");
    run("wget -O /dev/null 'https://m.org/admin/cron.php?password=x' >/dev/null 2>&1");
    assertThat(read("seen")).isEqualTo("Server Time: now\n");
  }

  @Test
  void aLogThatTheLineMovesAwayFirstIsNotEmptiedBefore() throws Exception {
    Files.writeString(home.resolve("x.log"), "old\n");
    run("mv x.log y.log && job > x.log");
    assertThat(read("y.log")).isEqualTo("old\n");
    assertThat(read("x.log")).isEqualTo("out\n");
  }
}
