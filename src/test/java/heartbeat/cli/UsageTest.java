package heartbeat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.config.Command;
import heartbeat.model.Trace;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageTest {
  @Test
  void whatIsMissingIsNamedAsEverywhereElse() {
    assertThat(said(Command.PAUSE)).isEqualTo("pause: JOB is missing");
    assertThat(said(Command.PAUSE, "--for", "2h")).isEqualTo("pause: JOB is missing");
    assertThat(said(Command.NEXT)).isEqualTo("next: EXPR is missing");
    assertThat(said(Command.PAUSE, "moodle", "--for")).isEqualTo("pause: --for needs a value");
    assertThat(said(Command.STATUS, "--url", "--all")).isEqualTo("status: --url needs a value");
  }

  @Test
  void twoFormsAtOnceAreRefusedInAWord() {
    assertThat(said(Command.STATUS, "--json", "--nagios"))
        .isEqualTo("status: only one of --json, --nagios can be given");
  }

  /** What is said before the line that points to the help. */
  private static String said(Command command, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new PrintStream(out, true, StandardCharsets.UTF_8);
    var invocation = new Invocation(Map.of(), "web1", err, err, InstantSource.system(), Trace.OFF);
    assertThat(Subcommands.execute(invocation, command, arguments)).isEqualTo(ExitStatus.USAGE);
    return out.toString(StandardCharsets.UTF_8)
        .replace("heartbeat: ", "")
        .replace("\nSee heartbeat help " + command.id() + "\n", "");
  }
}
