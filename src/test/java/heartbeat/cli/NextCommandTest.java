package heartbeat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class NextCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void theNextTimesAreInUtcOneALine() {
    int status =
        run(
            "30 2 * * *",
            "--timezone",
            "Europe/Amsterdam",
            "--after",
            "2026-10-24T12:00Z",
            "--count",
            "2");
    assertThat(out.toString().lines())
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    assertThat(status).isZero();
  }

  @Test
  void withoutAfterTheyFollowTheClock() {
    run("@hourly", "--timezone", "UTC", "--count", "1");
    assertThat(out.toString().strip()).isEqualTo("2026-01-01T01:00:00Z");
  }

  @Test
  void whatIsWrongIsSaidAndIsAUsageError() {
    assertThat(run("61 * * * *")).isEqualTo(2);
    assertThat(err.toString()).contains("cron minute '61': must be 0 to 59");
    assertThat(run("* * * * *", "--timezone", "Mars/Base")).isEqualTo(2);
    assertThat(run("* * * * *", "--after", "tomorrow")).isEqualTo(2);
  }

  private int run(String... args) {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    return new CommandLine(new NextCommand(clock))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
