package heartbeat.server.alert;

import heartbeat.channel.ChannelMessage;
import heartbeat.check.Check;
import heartbeat.check.Schedule;
import heartbeat.model.Excerpt;
import heartbeat.model.Human;
import heartbeat.model.LastWords;
import heartbeat.model.Redactor;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The subject and the text of an alert, for people. */
public final class AlertText {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss zzz", Locale.ENGLISH);

  private static final int IN_SUBJECT = 100;
  private static final int LOG_LINES = 10;
  private static final int LOG_BYTES = 4_000;

  private AlertText() {}

  /**
   * The subject: what happened, then the job's own words, {@code DOWN: backup failed: no space}.
   */
  public static String subject(Message message) {
    return headline(message) + quote(message);
  }

  private static String headline(Message message) {
    return switch (message.kind()) {
      case "down" -> "DOWN: " + message.check() + " " + why(message);
      case "recovered" -> "UP: " + message.check() + " is back";
      case "reminder" -> "STILL DOWN: " + message.check() + " " + why(message);
      case "late" -> "LATE: " + message.check() + " has not pinged, " + overdue(message);
      case "arrived" -> "UP: " + message.check() + " pinged " + overdue(message);
      case "damaged" -> "The dead man's switch can't read all of its database";
      case AlertDigest.KIND, ReportText.KIND -> message.says();
      case "outage" -> "The dead man's switch itself was down";
      default -> "TEST: heartbeat can reach you";
    };
  }

  private static String overdue(Message message) {
    Instant expected = message.since();
    Duration length = expected == null ? Duration.ZERO : Duration.between(expected, message.at());
    return Human.duration(length) + " after it was expected";
  }

  /**
   * The job's own words for the subject: a locked phone shows the subject and two lines, no more.
   */
  private static String quote(Message message) {
    boolean told = message.kind().equals("down") || message.kind().equals("reminder");
    return !told || says(message).isEmpty()
        ? ""
        : ": " + LastWords.shortened(says(message), IN_SUBJECT);
  }

  /**
   * The job's own words. Empty after a missed run, because then they are from an earlier run; empty
   * for gathered alerts and reports, because there the field holds the subject.
   */
  private static String says(Message message) {
    boolean silent =
        message.cause().equals("missed")
            || message.kind().equals(AlertDigest.KIND)
            || message.kind().equals(ReportText.KIND);
    return silent ? "" : message.says();
  }

  private static String why(Message message) {
    return why(message.cause(), message.missed(), message.exitStatus());
  }

  /** Why a check is down: {@code missed 2 runs}, {@code failed with exit status 1}. */
  public static String why(String cause, int missed, @Nullable Integer exit) {
    return switch (cause) {
      case "missed" -> missed > 1 ? "missed " + missed + " runs" : "missed its run";
      case "too-slow" -> "did not finish in time";
      case "too-fast" -> "finished too fast";
      default -> exit == null || exit == 0 ? "failed" : "failed with exit status " + exit;
    };
  }

  /**
   * The text of a mail: headline, the job's own words, the end of its log, facts about the check.
   */
  static String text(Message message) {
    StringBuilder text = new StringBuilder(headline(message)).append(".\n");
    text.append(opening(message));
    String end = endOfLog(message);
    if (!end.isEmpty()) {
      boolean all = isWholeLog(message);
      text.append(all ? "The last log it sent:" : "The last lines of its log, which is attached:");
      text.append("\n\n").append(end.indent(2)).append('\n');
    }
    return text.append(facts(message)).toString();
  }

  /** The last 10 lines of the log, at most 4,000 bytes, without secrets. */
  private static String endOfLog(Message message) {
    List<String> lines = log(message).lines().toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
    return Excerpt.tail(String.join("\n", last), LOG_BYTES).strip();
  }

  /** Whether the text holds the whole log; then the mail needs no attachment. */
  static boolean isWholeLog(Message message) {
    return endOfLog(message).equals(String.join("\n", log(message).lines().toList()));
  }

  /** The log without secrets. */
  static String log(Message message) {
    return new Redactor(List.of()).redact(message.log()).strip();
  }

  /**
   * The subject of a mail; it also names the switch: {@code DOWN: backup failed (web1): no space}.
   */
  static String subject(Message message, String site) {
    return headline(message) + (site.isEmpty() ? "" : " (" + site + ")") + quote(message);
  }

  /** The text without its headline and without the log. */
  public static String details(Message message) {
    return opening(message) + facts(message);
  }

  private static String opening(Message message) {
    StringBuilder text = new StringBuilder();
    Instant lastPing = message.lastPing();
    if (!says(message).isEmpty()) {
      text.append("It says: ").append(says(message)).append('\n');
    } else if (message.cause().equals("missed")
        && ChannelMessages.kind(message.kind()) != ChannelMessage.Kind.UP) {
      text.append(
          lastPing == null ? "No ping has come yet" : "The last ping came " + local(lastPing));
      text.append(".\n");
    }
    text.append('\n');
    if (!message.note().isEmpty()) {
      text.append(message.note()).append("\n\n");
    }
    return text.toString();
  }

  private static String facts(Message message) {
    StringBuilder text = new StringBuilder();
    Instant lastPing = message.lastPing();
    if (!message.check().isEmpty()) {
      line(text, "Check", message.check());
      line(text, "Description", message.about().description());
      line(text, "Schedule", message.about().schedule());
      line(text, "Tags", String.join(", ", message.tags()));
      line(text, "Reason", message.cause());
      Instant expected = message.about().expected();
      if (expected != null) {
        line(text, message.cause().equals("missed") ? "Expected" : "Began", local(expected));
      }
      since(text, message);
      line(text, "Missed runs", message.missed() == 0 ? "" : Integer.toString(message.missed()));
      line(text, "Last ping", lastPing == null ? "never" : local(lastPing));
      line(text, "Look", message.link());
    }
    return text.toString();
  }

  private static void since(StringBuilder text, Message message) {
    Instant since = message.since();
    boolean late = message.kind().equals("late") || message.kind().equals("arrived");
    if (since != null && late) {
      line(text, "Expected", local(since));
    } else if (since != null && message.kind().equals("recovered")) {
      Duration length = Duration.between(since, message.at());
      line(text, "Was down", "from " + local(since) + " for " + Human.duration(length));
    } else if (since != null) {
      line(text, "Down since", local(since));
    }
  }

  private static void line(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append(name).append(": ").append(value).append('\n');
    }
  }

  /** When the check's pings are expected: {@code every 1h, grace 5m}. */
  public static String schedule(Check check) {
    String when =
        switch (check.schedule()) {
          case Schedule.Period period -> "every " + Human.duration(period.length());
          case Schedule.Cron cron -> cron.expression() + " (" + cron.zone().getId() + ")";
          case Schedule.Calendar calendar ->
              calendar.text().replace("\n", "; ") + " (" + calendar.zone().getId() + ")";
        };
    return when + ", grace " + Human.duration(check.grace());
  }

  /** The time to the second, in the time zone of the switch's machine. */
  public static String local(Instant time) {
    return LOCAL.withZone(ZoneId.systemDefault()).format(time);
  }

  /** The time to the second, in UTC: {@code 2026-12-24 18:00:00 UTC}. */
  public static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", " UTC");
  }
}
