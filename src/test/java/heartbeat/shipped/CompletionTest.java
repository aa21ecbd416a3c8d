package heartbeat.shipped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Tab key, around a heartbeat that knows two jobs. */
class CompletionTest {
  private static final Path COMPLETION = Path.of("packaging/completion").toAbsolutePath();

  @TempDir Path home;

  @BeforeEach
  void aHeartbeatWithJobs() throws IOException {
    Path program = home.resolve("heartbeat");
    Files.writeString(
        program,
        """
        #!/bin/sh
        [ "$1" = completion ] || exit 9
        shift
        echo "$*" > arguments
        printf 'moodle\\nmoodle two\\nbackup\\n'
        """);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> run(String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().put("PATH", home + ":/usr/bin:/bin");
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return out.lines().toList();
  }

  /** What bash would offer for the last of these words. */
  private List<String> bash(String... words) throws IOException, InterruptedException {
    var line = new StringBuilder("source " + COMPLETION + "/heartbeat.bash; COMP_WORDS=(");
    for (String word : words) {
      line.append(" '").append(word).append('\'');
    }
    line.append("); COMP_CWORD=").append(words.length - 1);
    line.append("; _heartbeat; printf '%s\\n' \"${COMPREPLY[@]}\"");
    return run("bash", "--norc", "-uc", line.toString());
  }

  @Test
  void helpIsFollowedByACommand() throws Exception {
    assertThat(bash("heartbeat", "help", "s")).containsExactlyInAnyOrder("serve", "status");
    assertThat(bash("heartbeat", "h")).contains("help", "hash-password");
    assertThat(bash("heartbeat", "help", "status", "")).allMatch(String::isEmpty);
  }

  @Test
  void theFirstWordIsACommandOrAJob() throws Exception {
    assertThat(bash("heartbeat", "")).contains("exec", "init", "moodle", "moodle\\ two", "backup");
    assertThat(bash("heartbeat", "mo")).containsExactly("moodle", "moodle\\ two");
    assertThat(bash("heartbeat", "--mail-t")).containsExactly("--mail-to");
  }

  @Test
  void aJobIsNamedOnce() throws Exception {
    assertThat(bash("heartbeat", "status", "b")).containsExactly("backup");
    assertThat(bash("heartbeat", "status", "--config", "x.yml", "b")).containsExactly("backup");
    assertThat(home.resolve("arguments")).hasContent("--config x.yml");
    assertThat(bash("heartbeat", "status", "moodle", "b")).containsExactly("");
    assertThat(bash("heartbeat", "--tee", "b")).containsExactly("backup");
    assertThat(bash("heartbeat", "moodle", "b")).containsExactly("");
    assertThat(bash("heartbeat", "flush", "b")).containsExactly("");
  }

  @Test
  void anOptionsValueIsOneOfItsChoicesOrAFile() throws Exception {
    Files.createFile(home.resolve("a.yml"));
    assertThat(bash("heartbeat", "moodle", "--preset", "m")).containsExactly("moodle");
    assertThat(bash("heartbeat", "exec", "b", "--ping-body", ""))
        .containsExactly("none", "summary", "tail");
    assertThat(bash("heartbeat", "validate", "--config", "a")).containsExactly("a.yml");
    assertThat(bash("heartbeat", "moodle", "--max-duration", "")).containsExactly("");
    assertThat(bash("heartbeat", "test", "b", "--verdict", "f")).containsExactly("failure");
    assertThat(bash("heartbeat", "status", "--")).contains("--nagios").doesNotContain("--tee");
  }

  @Test
  void behindTwoDashesStandsAnyCommand() throws Exception {
    assertThat(bash("heartbeat", "exec", "b", "--", "mkdi")).contains("mkdir");
    assertThat(bash("heartbeat", "exec", "b", "--", "cat", "heartb")).containsExactly("heartbeat");
  }

  @Test
  void fishOffersTheSame() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/fish")), "fish is not installed");
    String load = "source " + COMPLETION + "/heartbeat.fish; complete -C '";
    assertThat(run("fish", "-c", load + "heartbeat status b'")).containsExactly("backup\tjob");
    assertThat(run("fish", "-c", load + "heartbeat moodle --preset m'").getFirst())
        .startsWith("moodle");
    assertThat(run("fish", "-c", load + "heartbeat status --na'").getFirst())
        .startsWith("--nagios");
  }

  @Test
  void zshReadsItsFile() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")), "zsh is not installed");
    assertThat(run("zsh", "-fn", COMPLETION + "/_heartbeat")).isEmpty();
  }
}
