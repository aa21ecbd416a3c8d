package heartbeat.tell;

import heartbeat.channel.Destination;
import heartbeat.channel.ToldRecipients;
import heartbeat.model.Notification;
import heartbeat.model.Notification.SendMail;
import heartbeat.model.Notification.SendMessage;
import heartbeat.model.Notification.SendPing;
import heartbeat.model.PingKind;
import heartbeat.model.RunId;
import heartbeat.run.Capture;
import heartbeat.run.Job;
import heartbeat.run.MailSettings;
import heartbeat.run.MailSettings.Occasion;
import heartbeat.run.Reason;
import heartbeat.run.Verdict;
import heartbeat.tell.RunReport.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What heartbeat sends after a run, and what it remembers of it.
 *
 * @param pings in the order in which they should arrive
 * @param messages to chat and pager services and webhooks
 * @param next the state that the journal keeps for the next run
 */
public record Plan(
    List<SendPing> pings, List<SendMail> mails, List<SendMessage> messages, JobState next) {
  private static final int LONGEST_KEY = 500;

  public Plan {
    pings = List.copyOf(pings);
    mails = List.copyOf(mails);
    messages = List.copyOf(messages);
  }

  /** Without messages. */
  public Plan(List<SendPing> pings, List<SendMail> mails, JobState next) {
    this(pings, mails, List.of(), next);
  }

  /**
   * Everything that is sent. The ping is last, so that it can say who has been told; where nobody
   * would read that, heartbeat tries it first all the same.
   */
  public List<Notification> all() {
    List<Notification> all = new ArrayList<>(messages);
    all.addAll(mails);
    all.addAll(pings);
    return all;
  }

  /** Whether nothing is sent and the state stays this one. */
  @SuppressWarnings("ReferenceEquality")
  public boolean isNothingBut(JobState last) {
    // Most often it is the same object; comparing records loads 40 classes in each run.
    return all().isEmpty() && (next == last || next.equals(last));
  }

  /** The same notifications, with another state to remember. */
  public Plan remembering(JobState other) {
    return new Plan(pings, mails, messages, other);
  }

  /**
   * The ping that says that a run begins; empty when the job has no URL for it or wants none. While
   * the job is {@link JobState#isPausedAt paused}, do not send it.
   */
  public static Optional<SendPing> start(Job job, RunId run, Context context) {
    if (!job.ping().start()) {
      return Optional.empty();
    }
    Verdict none = new Verdict.Success(List.of());
    RunReport report = RunReport.of(job, run, none, null, context, Mode.ENDED);
    return Optional.ofNullable(Pings.ping(report, PingKind.START));
  }

  /** The plan for a run that has ended with this verdict. */
  public static Plan of(
      Job job, RunId run, Verdict verdict, Capture capture, JobState last, Context context) {
    RunReport report = RunReport.of(job, run, verdict, capture, context, Mode.ENDED);
    return ended(report, unpaused(last, context));
  }

  /**
   * The plan for a run that still goes on, and takes too long or is silent for too long.
   *
   * @param reason {@link Reason#TIME_LIMIT} or {@link Reason#SILENCE}
   * @param soFar what was read until now; {@link Capture#ended} is when the last output came
   */
  public static Plan hanging(
      Job job, RunId run, Reason reason, Capture soFar, JobState last, Context context) {
    Verdict verdict = new Verdict.Failure(reason, soFar.observation().findings());
    RunReport report = RunReport.of(job, run, verdict, soFar, context, Mode.HANGING);
    return ended(report, unpaused(last, context));
  }

  /** Both: this one's notifications, then the other's, and the state of the other. */
  public Plan and(Plan other) {
    List<SendPing> allPings = new ArrayList<>(pings);
    allPings.addAll(other.pings);
    List<SendMail> allMails = new ArrayList<>(mails);
    allMails.addAll(other.mails);
    List<SendMessage> allMessages = new ArrayList<>(messages);
    allMessages.addAll(other.messages);
    return new Plan(allPings, allMails, allMessages, other.next);
  }

  /** A test of this channel only, whether the job names it or not. */
  public static Plan test(
      Job job, Destination channel, RunId run, Verdict verdict, Context context) {
    Job only = job.alerting(List.of(channel));
    RunReport report = RunReport.of(only, run, verdict, null, context, Mode.TEST);
    RunMessages messages =
        RunMessages.of(report, MailText.subject(report), MailText.details(report));
    return new Plan(
        List.of(),
        messages.mails(MailText.test(report), false, false),
        messages.messages(),
        JobState.EMPTY);
  }

  /** The notifications for this verdict, marked as a test. heartbeat remembers nothing of them. */
  public static Plan test(Job job, RunId run, Verdict verdict, Context context) {
    RunReport report = RunReport.of(job, run, verdict, null, context, Mode.TEST);
    List<SendMail> mails =
        job.mail().to().isEmpty()
            ? List.of()
            : List.of(report.mail(MailText.subject(report), MailText.test(report), false));
    if (job.alert().isEmpty()) {
      return new Plan(pings(report, JobState.EMPTY), mails, JobState.EMPTY);
    }
    RunMessages messages =
        RunMessages.of(report, MailText.subject(report), MailText.details(report));
    List<SendMail> all = new ArrayList<>(mails);
    all.addAll(messages.mails(MailText.test(report), false, false));
    return new Plan(pings(report, JobState.EMPTY), all, messages.messages(), JobState.EMPTY);
  }

  private static Plan ended(RunReport report, JobState last) {
    boolean paused = last.isPausedAt(report.context().now());
    List<SendPing> pings = paused ? List.of() : pings(report, last);
    if (report.verdict() instanceof Verdict.Skipped) {
      return new Plan(pings, List.of(), last);
    }
    JobState next = last.after(report.verdict(), report.run().toString(), report.happened());
    if (report.verdict() instanceof Verdict.Success) {
      return succeeded(report, pings, last, next, paused);
    }
    boolean failure = report.verdict() instanceof Verdict.Failure;
    if (paused || !isToldToAnybody(report, failure ? Occasion.FAILURE : Occasion.WARNING)) {
      return new Plan(pings, List.of(), next);
    }
    return failed(report, pings, last, next);
  }

  private static Plan succeeded(
      RunReport report, List<SendPing> pings, JobState last, JobState next, boolean paused) {
    if (!last.alert().recoveryDue()) {
      return new Plan(pings, List.of(), next.settled());
    }
    if (paused) {
      // heartbeat tells of the recovery when the pause is over.
      return new Plan(pings, List.of(), next);
    }
    if (!isToldToAnybody(report, Occasion.RECOVERY)) {
      return new Plan(pings, List.of(), next.settled());
    }
    String subject = MailText.recoverySubject(report, last);
    String text = MailText.recovery(report, last);
    return told(report, Occasion.RECOVERY, pings, subject, text, false, next.settled());
  }

  private static Plan failed(RunReport report, List<SendPing> pings, JobState last, JobState next) {
    Instant now = report.context().now();
    String key = key(report);
    boolean same = key.equals(last.alert().key());
    if (same && isRecent(last.alert().mailed(), report.job().mail(), now)) {
      // A run that was reported while it hung, and fails as reported, is one failure.
      boolean sameRun = report.run().toString().equals(last.failing().run());
      return new Plan(known(pings, last), List.of(), sameRun ? next : next.counted());
    }
    String text = MailText.alert(report, last, next, same);
    Occasion occasion =
        report.verdict() instanceof Verdict.Failure ? Occasion.FAILURE : Occasion.WARNING;
    JobState alerted = next.alerted(key, now);
    return told(report, occasion, pings, MailText.subject(report), text, true, alerted);
  }

  /** By mail and on the job's channels, as far as each of them wants to hear of it. */
  private static Plan told(
      RunReport report,
      Occasion occasion,
      List<SendPing> pings,
      String subject,
      String text,
      boolean withLog,
      JobState next) {
    List<SendMail> mails = new ArrayList<>();
    boolean logLeaves = withLog && report.job().redaction().known();
    boolean attached = logLeaves && !MailText.hasWholeLog(report);
    if (wants(report, occasion)) {
      mails.add(report.mail(subject, text, attached));
    }
    if (report.job().alert().isEmpty()) {
      return new Plan(pings, mails, next);
    }
    RunMessages messages = RunMessages.of(report, subject, MailText.details(report));
    mails.addAll(messages.mails(text, attached, logLeaves));
    return new Plan(pings, mails, messages.messages(), next);
  }

  private static boolean isToldToAnybody(RunReport report, Occasion occasion) {
    return wants(report, occasion)
        || (!report.job().alert().isEmpty() && RunMessages.wanted(report));
  }

  /** Two alerts are the same if verdict, reason and tasks are. */
  private static String key(RunReport report) {
    Verdict verdict = report.verdict();
    String key = verdict.id() + " " + verdict.reason() + " " + report.tasks();
    return key.length() <= LONGEST_KEY
        ? key
        : key.substring(0, LONGEST_KEY) + "#" + Integer.toHexString(key.hashCode());
  }

  /** A mail from the future is not recent: the clock was set back since. */
  static boolean isRecent(@Nullable Instant mailed, MailSettings settings, Instant now) {
    return mailed != null && !mailed.isAfter(now) && now.isBefore(mailed.plus(settings.cooldown()));
  }

  private static boolean wants(RunReport report, Occasion occasion) {
    MailSettings settings = report.job().mail();
    return !settings.to().isEmpty() && settings.on().contains(occasion);
  }

  private static List<SendPing> pings(RunReport report, JobState last) {
    SendPing ping = Pings.forVerdict(report);
    if (ping == null) {
      return List.of();
    }
    // Only a switch makes use of who was told: for another service no ping waits for a mail.
    boolean read = ping.origin().equals(last.switchAt());
    return List.of(read ? ping.withHeader(ToldRecipients.HEADER, "") : ping);
  }

  /** The last mail was minutes ago: those whom it reached know of this failure. */
  private static List<SendPing> known(List<SendPing> pings, JobState last) {
    return pings.stream()
        .map(
            ping ->
                ping.kind() == PingKind.FAILURE
                    ? ToldRecipients.telling(ping, last.alert().reached())
                    : ping)
        .toList();
  }

  static Plan quiet(JobState state) {
    return new Plan(List.of(), List.of(), state);
  }

  static JobState unpaused(JobState last, Context context) {
    boolean over = last.pausedUntil() != null && !last.isPausedAt(context.now());
    return over ? last.withPausedUntil(null) : last;
  }
}
