package heartbeat.tell;

import heartbeat.model.Excerpt;
import heartbeat.model.Human;
import heartbeat.model.PingUrl;
import heartbeat.model.ShellWord;
import heartbeat.run.Capture;
import heartbeat.run.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * Subjects and bodies of mails. A body is in this order: the reason in one sentence, what to do,
 * evidence, how to see the whole log, the end of the log.
 */
final class MailText {
  private static final int LINES_SHOWN = 100;
  private static final int LONGEST_SUBJECT = 250;
  private static final String RULE = "-".repeat(72) + "\n";

  private MailText() {}

  /** The subject of an alert or a test; the job's own if it has one. */
  static String subject(RunReport report) {
    String verdict = report.verdict().id();
    return subject(
        report, verdict, report.isTest() ? "this is only a test" : Headline.brief(report));
  }

  /** The subject of a recovery; the job's own if it has one. */
  static String recoverySubject(RunReport report, JobState failing) {
    String runs =
        failing.failing().runs() == 1 ? "1 bad run" : failing.failing().runs() + " bad runs";
    return subject(report, "recovered", "completes again after " + runs);
  }

  /** The subject of a mail that is about heartbeat rather than about a run. */
  static String ownSubject(RunReport report, String what, String brief) {
    return oneLine(
        report,
        what + ": " + report.job().name() + " on " + report.context().host() + ": " + brief);
  }

  private static String subject(RunReport report, String verdict, String brief) {
    String own = report.job().mail().subject();
    String subject =
        own == null
            ? verdict.toUpperCase(Locale.ROOT)
                + ": "
                + report.job().name()
                + " on "
                + report.context().host()
                + ": "
                + brief
            : Placeholders.inSubject(own, report, verdict);
    return oneLine(report, (report.isTest() ? "TEST: " : "") + subject);
  }

  private static String oneLine(RunReport report, String subject) {
    return Excerpt.head(report.clean(subject), LONGEST_SUBJECT);
  }

  /**
   * A failure or warning.
   *
   * @param before the state before this run: what was counted and not mailed
   * @param after the state with this run
   */
  static String alert(RunReport report, JobState before, JobState after, boolean sameAsBefore) {
    StringBuilder text = new StringBuilder(Headline.sentence(report)).append('\n');
    text.append(Quote.of(report).lines());
    String history = history(before, after, sameAsBefore);
    if (report.job().mail().body() != null) {
      return own(report, text.toString(), Advice.of(report), history);
    }
    text.append(history);
    return withLog(report, sections(report, text, Advice.of(report)) + snapshot(report));
  }

  /** What a chat or pager shows beside subject and log: what happened, and what to do. */
  static String details(RunReport report) {
    StringBuilder text = new StringBuilder(Headline.sentence(report)).append('\n');
    text.append(Quote.of(report).lines());
    if (report.isTest()) {
      return "This is a test, sent by `heartbeat test`.\nA real message would begin: " + text;
    }
    if (report.verdict() instanceof Verdict.Success) {
      return text.toString();
    }
    text.append("What to do: ").append(Advice.of(report).strip()).append('\n');
    return text.append("The whole log, on ")
        .append(report.clean(report.context().host()))
        .append(": ")
        .append(report.logCommand())
        .append('\n')
        .toString();
  }

  private static String history(JobState before, JobState after, boolean sameAsBefore) {
    StringBuilder text = new StringBuilder();
    Instant failing = after.failing().since();
    if (after.failing().runs() > 1 && failing != null) {
      text.append("It has not been well since ").append(Evidence.time(failing));
      text.append(": ").append(after.failing().runs()).append(" runs in a row.\n");
    }
    if (before.alert().suppressed() > 0 && before.alert().mailed() != null) {
      String told = "the last mail (" + Evidence.time(before.alert().mailed()) + ")";
      String again = " happened " + times(before.alert().suppressed()) + " more";
      text.append(
          sameAsBefore
              ? "The same" + again + " since " + told + ".\n"
              : "Before this, what " + told + " told of" + again + ".\n");
    }
    return text.toString();
  }

  /** The administrator's text with its placeholders filled in. */
  private static String own(RunReport report, String reason, String advice, String history) {
    String body = report.job().mail().body();
    String filled =
        Placeholders.inBody(
            body == null ? "" : body,
            report,
            Map.of(
                "reason", reason.strip(),
                "advice", advice.strip(),
                "evidence", Evidence.of(report).strip(),
                "log", Excerpt.lastLines(LogTail.of(report), LINES_SHOWN).strip(),
                "history", history.strip(),
                "link", report.logCommand()));
    return filled.endsWith("\n") ? filled : filled + "\n";
  }

  private static String snapshot(RunReport report) {
    String snapshot = report.context().snapshot();
    return snapshot == null || !report.job().redaction().known()
        ? ""
        : "\nThe machine at that time\n" + safe(report, snapshot);
  }

  /** A success after failures or warnings that were mailed. */
  static String recovery(RunReport report, JobState failing) {
    StringBuilder text =
        new StringBuilder("Job ").append(report.clean(report.job().name().value()));
    text.append(" completes again.\n");
    String sentence = text.toString();
    Instant since = failing.failing().since();
    if (since != null) {
      text.append("It had not been well since ").append(Evidence.time(since)).append(" (for ");
      text.append(Human.duration(Duration.between(since, report.happened()))).append("): ");
      text.append(
          failing.failing().runs() == 1 ? "1 run." : failing.failing().runs() + " runs in a row.");
      text.append('\n');
    }
    if (failing.last().reason() != null) {
      text.append("The last of them: ").append(failing.last().verdict()).append(", ");
      text.append(report.clean(failing.last().reason())).append(".\n");
    }
    String advice =
        "Nothing now. If nobody mended it, find out why it failed: it may come back.\n"
            + "The logs of those runs are kept: "
            + "`"
            + report.logCommand("--list")
            + "`";
    if (report.job().mail().body() != null) {
      return own(report, sentence, advice, text.substring(sentence.length()));
    }
    return sections(report, text, advice);
  }

  /** A test: there is no run to tell of. */
  static String test(RunReport report) {
    StringBuilder text = new StringBuilder("This is a test, sent by `heartbeat test`.\n");
    if (report.job().mail().body() != null) {
      text.append("A real mail would say:\n\n");
      return text + own(report, Headline.sentence(report), Advice.of(report), "");
    }
    text.append("A real mail would begin: ").append(Headline.sentence(report)).append('\n');
    return sections(report, text, Advice.test());
  }

  /** The server refuses this job's pings, in these words, which are {@link #safe}. */
  static String pingRefused(RunReport report, String detail) {
    StringBuilder text = new StringBuilder("The ping server refuses the pings of job ");
    text.append(report.clean(report.job().name().value())).append(".\n");
    text.append("It says: ").append(detail.replace("\n", " ").strip()).append('\n');
    return plain(
        report,
        text,
        Advice.pingRefused().replace("JOB", ShellWord.quoted(report.job().name().value())));
  }

  /** The config can't be used. */
  static String configProblem(RunReport report, String problems) {
    StringBuilder text = new StringBuilder("heartbeat can't use its config for job ");
    text.append(report.clean(report.job().name().value())).append(".\n\n");
    text.append(safe(report, problems).strip()).append('\n');
    return plain(report, text, Advice.config());
  }

  /** heartbeat's own text, with secrets and URLs masked. */
  static String safe(RunReport report, String text) {
    return report.redactor().redact(PingUrl.maskedIn(Excerpt.printable(text)));
  }

  private static String plain(RunReport report, StringBuilder text, String advice) {
    text.append("\nWhat to do\n").append(indented(advice)).append("\nWhere and when\n");
    text.append("  host  ").append(report.clean(report.context().host())).append('\n');
    text.append("  run   ").append(report.run()).append('\n');
    text.append("  time  ").append(Evidence.time(report.context().now())).append('\n');
    return text.toString();
  }

  private static String sections(RunReport report, StringBuilder text, String advice) {
    text.append("\nWhat to do\n").append(indented(advice));
    return text.append("\nWhat is known\n").append(Evidence.of(report)).toString();
  }

  private static String indented(String text) {
    return text.isEmpty() ? "" : text.strip().indent(2);
  }

  private static String withLog(RunReport report, String text) {
    Capture capture = report.capture();
    if (capture == null) {
      return text;
    }
    if (!report.job().redaction().known()) {
      return text
          + """

          The log is not in this mail: a pattern of `redact` in heartbeat's config can't be used, so
          a secret could leave the machine. `heartbeat validate` says which. The whole log, on that
          host: %s
          """
              .formatted(report.logCommand());
    }
    String log = LogTail.of(report);
    if (log.isBlank()) {
      return text + "\nThere is no log: the job wrote nothing.\n";
    }
    String shown = Excerpt.lastLines(log, LINES_SHOWN);
    boolean all = LogTail.isWhole(capture) && capture.lines() <= LINES_SHOWN;
    return text
        + "\nThe whole log, on that host: "
        + report.logCommand()
        + "\n\n"
        + (all ? "The log" : "The last " + LINES_SHOWN + " lines of the log")
        + (report.isHanging() ? " so far\n" : "\n")
        + RULE
        + shown
        + (shown.endsWith("\n") ? "" : "\n")
        + RULE;
  }

  /** Whether the text of an alert has all of the log, as it was written but for its secrets. */
  static boolean hasWholeLog(RunReport report) {
    Capture capture = report.capture();
    String own = report.job().mail().body();
    return capture != null
        && (own == null || own.contains("{log}"))
        && capture.lines() <= LINES_SHOWN
        && LogTail.isWhole(capture)
        && capture.tail().indexOf('\uFFFD') < 0
        && Excerpt.printable(capture.tail()).equals(capture.tail());
  }

  /** Times, as a count: once, twice, 3 times. */
  private static String times(int count) {
    return switch (count) {
      case 1 -> "once";
      case 2 -> "twice";
      default -> count + " times";
    };
  }
}
