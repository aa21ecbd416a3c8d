package heartbeat.cli;

import heartbeat.check.CronExpression;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heartbeat next}: when a cron expression fires, in UTC, one time a line. */
@Command(
    name = "next",
    description = "Prints the next times of a cron expression, in UTC.",
    footer = {"", "Example:  heartbeat next '30 2 * * *' --timezone Europe/Amsterdam --count 3"})
final class NextCommand implements Callable<Integer> {
  private static final int MOST = 10_000;

  private final InstantSource clock;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "EXPR",
      description = "five fields in quotes, or @hourly, @daily, @weekly, @monthly, @yearly")
  private String expression = "";

  @Option(
      names = "--timezone",
      paramLabel = "ZONE",
      description = "time zone of the expression, such as Europe/Amsterdam; else this machine's")
  private @Nullable String timezone;

  @Option(
      names = "--after",
      paramLabel = "INSTANT",
      description = "times after this, such as 2026-10-31T12:00:00Z; else now")
  private @Nullable String after;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "how many; else ${DEFAULT-VALUE}",
      defaultValue = "5")
  private int count = 5;

  /** The clock is what {@code --after} defaults to. */
  NextCommand(InstantSource clock) {
    this.clock = clock;
  }

  /** Throws ParameterException, which becomes exit status 2, when an argument is not usable. */
  @Override
  public Integer call() {
    CommandSpec command = Objects.requireNonNull(spec);
    PrintWriter out = command.commandLine().getOut();
    try {
      CronExpression cron = CronExpression.parse(expression);
      ZoneId zone = timezone == null ? ZoneId.systemDefault() : ZoneId.of(timezone);
      Instant time = after == null ? clock.instant() : instant(after);
      for (int i = 0; i < Math.min(count, MOST); i++) {
        time = cron.next(time, zone);
        out.println(time);
      }
      out.flush();
      return 0;
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** Also without seconds, as {@code 2026-10-31T12:00Z}. */
  private static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }
}
