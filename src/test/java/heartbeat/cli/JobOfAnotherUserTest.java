package heartbeat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.config.Command;
import heartbeat.model.Trace;
import heartbeat.process.Invocation;
import heartbeat.process.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** root types the name of a job that www-data has. */
class JobOfAnotherUserTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Command.class,
      names = {"LOG", "PAUSE", "RESUME", "FORGET"})
  void theCommandForThatUserIsNamed(Command command) throws IOException {
    Path own = Files.createDirectory(folder.resolve("own"));
    // The owner of what a test makes is the user who runs it.
    String user = Files.getOwner(own).getName();
    Files.createDirectories(folder.resolve(user).resolve("jobs/moodle"));
    var out = new ByteArrayOutputStream();
    var err = new PrintStream(out, true, StandardCharsets.UTF_8);
    var invocation = new Invocation(Map.of(), "web1", err, err, InstantSource.system(), Trace.OFF);
    try {
      Subcommands.execute(
          invocation, command, new String[] {"moodle", "--state-dir", own.toString()});
    } catch (Refusal refusal) {
      err.println(refusal.getMessage());
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(
            "\n  %1$s has one:  sudo -u %1$s heartbeat %2$s moodle".formatted(user, command.id()));
  }

  @Test
  void aListOfAllUsersDoesNotAdviseToListThem() {
    String none = "No job of this user has run yet: there is no record in /var/lib/heartbeat/root";
    assertThat(
            EveryUsersStatus.withoutAdvice(
                none + "\nJobs of www-data:  sudo -u www-data heartbeat status"))
        .isEqualTo(none);
    String gone = "Job a has not run: there is no record in /var/lib/heartbeat/root";
    assertThat(EveryUsersStatus.withoutAdvice(gone + "\nJobs of all of them:  x")).isEqualTo(gone);
    String table = "JOB\nJobs of all of them\n";
    assertThat(EveryUsersStatus.withoutAdvice(table)).isEqualTo(table);
  }
}
