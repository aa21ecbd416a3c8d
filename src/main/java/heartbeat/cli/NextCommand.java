package heartbeat.cli;

import heartbeat.check.CalendarExpression;
import heartbeat.check.Schedule;
import heartbeat.check.TimeZones;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heartbeat next}: when a cron or OnCalendar expression fires, one time a line. */
@Command(
    name = "next",
    description = "Prints the next times of a cron or OnCalendar expression.",
    footer = {
      "",
      "Example:  heartbeat next '30 2 * * *' --timezone Europe/Amsterdam --count 3",
      "          heartbeat next 'Mon..Fri 02:30'"
    })
final class NextCommand implements Callable<Integer> {
  private static final int MOST = 10_000;
  private static final DateTimeFormatter ISO = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

  private final InstantSource clock;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "EXPR",
      description =
          "five fields of cron, @hourly, @daily and the like, or OnCalendar as for systemd timers,"
              + " several in lines")
  private String expression = "";

  @Option(
      names = "--timezone",
      paramLabel = "ZONE",
      description =
          "time zone of expression and answer, such as Europe/Amsterdam; without it, the expression"
              + " is in this machine's and the answer in UTC")
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
  private String count = "5";

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
      ZoneId zone = timezone == null ? ZoneId.systemDefault() : zone(timezone);
      Schedule schedule = Schedule.parse(expression, zone);
      Instant time = after == null ? clock.instant() : instant(after);
      int lines = count(count);
      for (int i = 0; i < lines; i++) {
        time = schedule.next(time);
        if (time.equals(CalendarExpression.NEVER)) {
          break;
        }
        out.println(timezone == null ? time.toString() : ISO.format(time.atZone(zone)));
      }
      out.flush();
      return 0;
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static int count(String text) {
    int count = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException(
          "--count: '" + text + "' is not a number from 1 to " + MOST);
    }
    return count;
  }

  private static ZoneId zone(String name) {
    try {
      return TimeZones.of(name);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "--timezone: '" + name + "' is not a time zone; write Europe/Amsterdam", e);
    }
  }

  /** Also without seconds, as {@code 2026-10-31T12:00Z}. */
  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "--after: '" + text + "' is not a time with a zone; write 2026-10-31T12:00:00Z", e);
    }
  }
}
