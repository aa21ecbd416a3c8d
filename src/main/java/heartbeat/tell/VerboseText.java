package heartbeat.tell;

import heartbeat.model.Human;
import heartbeat.model.Notification.SendMail;
import heartbeat.model.Notification.SendMessage;
import heartbeat.model.Notification.SendPing;
import heartbeat.model.PingUrl;
import heartbeat.model.RunId;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Finding;
import heartbeat.run.Job;
import heartbeat.run.MailSettings.Occasion;
import heartbeat.run.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code -v} says of a run: what was read, how it was judged, and who is told; where nobody is
 * mailed or pinged, why.
 */
public final class VerboseText {
  private VerboseText() {}

  /** A fact a line. */
  public static List<String> of(
      Job job,
      RunId run,
      Verdict verdict,
      Capture capture,
      JobState last,
      Plan plan,
      Context context) {
    RunReport report = RunReport.of(job, run, verdict, capture, context, RunReport.Mode.ENDED);
    List<String> lines = new ArrayList<>();
    lines.add(read(capture));
    lines.add(
        "judged: " + verdict.id() + (verdict.reason() == null ? "" : ", " + verdict.reason()));
    for (Finding finding : report.verdict().findings()) {
      String task = finding.task() == null ? "" : report.taskName(finding.task()) + ": ";
      lines.add("found: " + finding.kind() + ": " + task + report.clean(finding.message()));
    }
    pings(job, verdict, last, plan, context.now(), lines);
    mails(job, verdict, last, plan, context.now(), lines);
    for (SendMessage message : plan.messages()) {
      lines.add("message: to channel " + message.channel());
    }
    return lines;
  }

  private static String read(Capture capture) {
    String how =
        switch (capture.ending()) {
          case Ending.Eof eof -> "end of input";
          case Ending.Exited exited -> "exit status " + exited.status();
          case Ending.Signalled signalled -> "ended by signal " + signalled.signal();
          case Ending.TimedOut timedOut -> "ended at the time limit";
          case Ending.NotStarted notStarted -> "the command could not be started";
          case Ending.Interrupted interrupted -> "interrupted by signal " + interrupted.signal();
        };
    return "read: "
        + capture.bytes()
        + " bytes, "
        + capture.lines()
        + " lines, "
        + capture.observation().markers()
        + " success markers, in "
        + Human.duration(capture.elapsed())
        + "; "
        + how;
  }

  private static void pings(
      Job job, Verdict verdict, JobState last, Plan plan, Instant now, List<String> lines) {
    for (SendPing ping : plan.pings()) {
      lines.add(
          "ping: "
              + ping.kind().name().toLowerCase(Locale.ROOT)
              + " to "
              + PingUrl.masked(ping.url()));
    }
    if (plan.pings().isEmpty()) {
      lines.add(
          "ping: none, "
              + (last.isPausedAt(now)
                  ? "the job is paused"
                  : verdict instanceof Verdict.Skipped && job.ping().urls().log() == null
                      ? "a skipped run has only a log URL to ping"
                      : "no URL is set for this verdict"));
    }
  }

  private static void mails(
      Job job, Verdict verdict, JobState last, Plan plan, Instant now, List<String> lines) {
    for (SendMail mail : plan.mails()) {
      lines.add("mail: to " + String.join(", ", mail.to()) + ": " + mail.subject());
    }
    if (plan.mails().isEmpty()) {
      lines.add("mail: none, " + whyNoMail(job, verdict, last, now));
    }
  }

  private static String whyNoMail(Job job, Verdict verdict, JobState last, Instant now) {
    if (job.mail().to().isEmpty()) {
      return "mail.to is not set";
    }
    if (last.isPausedAt(now)) {
      return "the job is paused until " + last.pausedUntil();
    }
    return switch (verdict) {
      case Verdict.Skipped skipped -> "a skipped run mails nobody";
      case Verdict.Success success ->
          last.alert().recoveryDue()
              ? unwanted(job, Occasion.RECOVERY)
              : "a success is mailed only after a mail of a failure or warning";
      case Verdict.Warning warning -> unwantedOrRecent(job, Occasion.WARNING, last);
      case Verdict.Failure failure -> unwantedOrRecent(job, Occasion.FAILURE, last);
    };
  }

  private static String unwantedOrRecent(Job job, Occasion occasion, JobState last) {
    return job.mail().on().contains(occasion)
        ? "the same was mailed at "
            + last.alert().mailed()
            + "; mail.cooldown is "
            + Human.duration(job.mail().cooldown())
        : unwanted(job, occasion);
  }

  private static String unwanted(Job job, Occasion occasion) {
    return "mail.on does not name "
        + occasion.name().toLowerCase(Locale.ROOT)
        + ": "
        + job.mail().on();
  }
}
