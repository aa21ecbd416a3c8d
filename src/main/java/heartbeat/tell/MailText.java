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
  static String subject(RunReport t) {
    String verdict = t.verdict().id();
    return subject(t, verdict, t.isTest() ? "this is only a test" : Headline.brief(t));
  }

  /** The subject of a recovery; the job's own if it has one. */
  static String recoverySubject(RunReport t, JobState failing) {
    String runs =
        failing.failing().runs() == 1 ? "1 bad run" : failing.failing().runs() + " bad runs";
    return subject(t, "recovered", "completes again after " + runs);
  }

  /** The subject of a mail that is about heartbeat rather than about a run. */
  static String ownSubject(RunReport t, String what, String brief) {
    return oneLine(t, what + ": " + t.job().name() + " on " + t.context().host() + ": " + brief);
  }

  private static String subject(RunReport t, String verdict, String brief) {
    String own = t.job().mail().subject();
    String subject =
        own == null
            ? verdict.toUpperCase(Locale.ROOT)
                + ": "
                + t.job().name()
                + " on "
                + t.context().host()
                + ": "
                + brief
            : Placeholders.inSubject(own, t, verdict);
    return oneLine(t, (t.isTest() ? "TEST: " : "") + subject);
  }

  private static String oneLine(RunReport t, String subject) {
    return Excerpt.head(t.clean(subject), LONGEST_SUBJECT);
  }

  /**
   * A failure or warning.
   *
   * @param before the state before this run: what was counted and not mailed
   * @param after the state with this run
   */
  static String alert(RunReport t, JobState before, JobState after, boolean sameAsBefore) {
    StringBuilder text = new StringBuilder(Headline.sentence(t)).append('\n');
    text.append(Quote.of(t).lines());
    String history = history(before, after, sameAsBefore);
    if (t.job().mail().body() != null) {
      return own(t, text.toString(), Advice.of(t), history);
    }
    text.append(history);
    return withLog(t, sections(t, text, Advice.of(t)) + snapshot(t));
  }

  /** What a chat or pager shows beside subject and log: what happened, and what to do. */
  static String details(RunReport t) {
    StringBuilder text = new StringBuilder(Headline.sentence(t)).append('\n');
    text.append(Quote.of(t).lines());
    if (t.isTest()) {
      return "This is a test, sent by `heartbeat test`.\nA real message would begin: " + text;
    }
    if (t.verdict() instanceof Verdict.Success) {
      return text.toString();
    }
    text.append("What to do: ").append(Advice.of(t).strip()).append('\n');
    return text.append("The whole log, on ")
        .append(t.clean(t.context().host()))
        .append(": ")
        .append(command(t))
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
  private static String own(RunReport t, String reason, String advice, String history) {
    String body = t.job().mail().body();
    String filled =
        Placeholders.inBody(
            body == null ? "" : body,
            t,
            Map.of(
                "reason", reason.strip(),
                "advice", advice.strip(),
                "evidence", Evidence.of(t).strip(),
                "log", Excerpt.lastLines(LogTail.of(t), LINES_SHOWN).strip(),
                "history", history.strip(),
                "link", command(t)));
    return filled.endsWith("\n") ? filled : filled + "\n";
  }

  private static String command(RunReport t) {
    return "heartbeat log " + ShellWord.quoted(t.clean(t.job().name().value())) + " " + t.run();
  }

  private static String snapshot(RunReport t) {
    String snapshot = t.context().snapshot();
    return snapshot == null || !t.job().redaction().known()
        ? ""
        : "\nThe machine at that time\n" + safe(t, snapshot);
  }

  /** A success after failures or warnings that were mailed. */
  static String recovery(RunReport t, JobState failing) {
    StringBuilder text = new StringBuilder("Job ").append(t.clean(t.job().name().value()));
    text.append(" completes again.\n");
    String sentence = text.toString();
    Instant since = failing.failing().since();
    if (since != null) {
      text.append("It was not well since ").append(Evidence.time(since)).append(" (for ");
      text.append(Human.duration(Duration.between(since, t.happened()))).append("): ");
      text.append(
          failing.failing().runs() == 1 ? "1 run." : failing.failing().runs() + " runs in a row.");
      text.append('\n');
    }
    if (failing.last().reason() != null) {
      text.append("The last of them: ").append(failing.last().verdict()).append(", ");
      text.append(t.clean(failing.last().reason())).append(".\n");
    }
    String advice =
        "Nothing now. If nobody mended it, find out why it failed: it may come back.\n"
            + "The logs of those runs are kept: "
            + "`heartbeat log "
            + ShellWord.quoted(t.clean(t.job().name().value()))
            + " --list`";
    if (t.job().mail().body() != null) {
      return own(t, sentence, advice, text.substring(sentence.length()));
    }
    return sections(t, text, advice);
  }

  /** A test: there is no run to tell of. */
  static String test(RunReport t) {
    StringBuilder text = new StringBuilder("This is a test, sent by `heartbeat test`.\n");
    if (t.job().mail().body() != null) {
      text.append("A real mail would say:\n\n");
      return text + own(t, Headline.sentence(t), Advice.of(t), "");
    }
    text.append("A real mail would begin: ").append(Headline.sentence(t)).append('\n');
    return sections(t, text, Advice.test());
  }

  /** The server refuses this job's pings, in these words, which are {@link #safe}. */
  static String pingRefused(RunReport t, String detail) {
    StringBuilder text = new StringBuilder("The ping server refuses the pings of job ");
    text.append(t.clean(t.job().name().value())).append(".\n");
    text.append("It says: ").append(detail.replace("\n", " ").strip()).append('\n');
    return plain(
        t, text, Advice.pingRefused().replace("JOB", ShellWord.quoted(t.job().name().value())));
  }

  /** The config can't be used. */
  static String configProblem(RunReport t, String problems) {
    StringBuilder text = new StringBuilder("heartbeat can't use its config for job ");
    text.append(t.clean(t.job().name().value())).append(".\n\n");
    text.append(safe(t, problems).strip()).append('\n');
    return plain(t, text, Advice.config());
  }

  /** heartbeat's own text, with secrets and URLs masked. */
  static String safe(RunReport t, String text) {
    return t.redactor().redact(PingUrl.maskedIn(Excerpt.printable(text)));
  }

  private static String plain(RunReport t, StringBuilder text, String advice) {
    text.append("\nWhat to do\n").append(indented(advice)).append("\nWhere and when\n");
    text.append("  host  ").append(t.clean(t.context().host())).append('\n');
    text.append("  run   ").append(t.run()).append('\n');
    text.append("  time  ").append(Evidence.time(t.context().now())).append('\n');
    return text.toString();
  }

  private static String sections(RunReport t, StringBuilder text, String advice) {
    text.append("\nWhat to do\n").append(indented(advice));
    return text.append("\nWhat is known\n").append(Evidence.of(t)).toString();
  }

  private static String indented(String text) {
    return text.isEmpty() ? "" : text.strip().indent(2);
  }

  private static String withLog(RunReport t, String text) {
    Capture capture = t.capture();
    if (capture == null) {
      return text;
    }
    String command =
        "heartbeat log " + ShellWord.quoted(t.clean(t.job().name().value())) + " " + t.run() + "\n";
    if (!t.job().redaction().known()) {
      return text
          + """

          The log is not in this mail: a pattern of `redact` in heartbeat's config can't be used, so
          a secret could leave the machine. `heartbeat validate` says which. The whole log, on that
          host: %s
          """
              .formatted(command.stripTrailing());
    }
    String log = LogTail.of(t);
    if (log.isBlank()) {
      return text + "\nThere is no log: the job wrote nothing.\n";
    }
    String shown = Excerpt.lastLines(log, LINES_SHOWN);
    boolean all = LogTail.isWhole(capture) && capture.lines() <= LINES_SHOWN;
    return text
        + "\nThe whole log, on that host: "
        + command
        + "\n"
        + (all ? "The log" : "The last " + LINES_SHOWN + " lines of the log")
        + (t.isHanging() ? " so far\n" : "\n")
        + RULE
        + shown
        + (shown.endsWith("\n") ? "" : "\n")
        + RULE;
  }

  /** Whether the text of an alert has all of the log, as it was written but for its secrets. */
  static boolean hasWholeLog(RunReport t) {
    Capture capture = t.capture();
    String own = t.job().mail().body();
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
