package heartbeat.tell;

import heartbeat.channel.Destination;
import heartbeat.channel.Told;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent, and what is to be remembered of it.
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
   * Everything that is to be sent. The ping is last, so that it can say who has been told; where
   * nobody would read that, it is tried first all the same.
   */
  public List<Notification> all() {
    List<Notification> all = new ArrayList<>(messages);
    all.addAll(mails);
    all.addAll(pings);
    return all;
  }

  /** Whether there is nothing to do and nothing to remember but this. */
  @SuppressWarnings("ReferenceEquality")
  public boolean isNothingBut(JobState last) {
    // Most often it is the same object; comparing records loads 40 classes in each run.
    return all().isEmpty() && (next == last || next.equals(last));
  }

  /** The same deeds, with something else to remember. */
  public Plan remembering(JobState other) {
    return new Plan(pings, mails, messages, other);
  }

  /**
   * The ping that says that a run begins; empty when the job has no URL for it or wants none. Not
   * to be sent while the job is {@link JobState#isPausedAt paused}.
   */
  public static Optional<SendPing> start(Job job, RunId run, Context context) {
    if (!job.ping().start()) {
      return Optional.empty();
    }
    Verdict none = new Verdict.Success(List.of());
    RunReport telling = RunReport.of(job, run, none, null, context, Mode.ENDED);
    return Optional.ofNullable(Pings.ping(telling, PingKind.START));
  }

  /** What a run that has ended with this verdict gives to say. */
  public static Plan of(
      Job job, RunId run, Verdict verdict, Capture capture, JobState last, Context context) {
    RunReport telling = RunReport.of(job, run, verdict, capture, context, Mode.ENDED);
    return ended(telling, unpaused(last, context));
  }

  /**
   * What a run that still goes on gives to say when it takes too long or has fallen silent.
   *
   * @param reason {@link Reason#TIME_LIMIT} or {@link Reason#SILENCE}
   * @param soFar what was read until now; {@link Capture#ended} is when the last output came
   */
  public static Plan hanging(
      Job job, RunId run, Reason reason, Capture soFar, JobState last, Context context) {
    Verdict verdict = new Verdict.Failure(reason, soFar.observation().findings());
    RunReport telling = RunReport.of(job, run, verdict, soFar, context, Mode.HANGING);
    return ended(telling, unpaused(last, context));
  }

  /**
   * What follows from what became of a run's notifications: an alert that nobody has read does not
   * count as told, a refused ping is mailed, and that something waits is to be said now and then.
   */
  public static Plan after(Job job, RunId run, Answers answers, JobState last, Context context) {
    JobState state = answers.alertRefused() ? last.unalerted() : last.reaching(answers.reached());
    if (answers.pingTaken()) {
      state = state.withSwitchAt(answers.switchAt());
    }
    Duration cooldown = job.mail().cooldown();
    if (answers.undelivered() && !state.hasSaidUndelivered(cooldown, context.now())) {
      state = state.withUndeliveredSaid(context.now());
    }
    if (answers.pingRefusal() != null) {
      return pingRefused(job, run, answers.pingRefusal(), state, context);
    }
    boolean mended = answers.pingTaken() && state.told().pingProblem() != null;
    return quiet(mended ? state.withPingProblem(null) : state);
  }

  /**
   * What is to be said when the server refuses a ping for good: one mail, until a ping is taken
   * again ({@link JobState#withPingProblem} with null) or it refuses in other words.
   */
  static Plan pingRefused(Job job, RunId run, String detail, JobState last, Context context) {
    JobState state = unpaused(last, context);
    RunReport telling = own(job, run, context);
    String refusal = MailText.safe(telling, detail);
    boolean known = refusal.equals(state.told().pingProblem());
    if (known || state.isPausedAt(context.now())) {
      return quiet(state);
    }
    String subject = MailText.ownSubject(telling, "PING REFUSED", "the server takes no pings");
    String text = MailText.pingRefused(telling, refusal);
    return noticed(telling, subject, text, state.withPingProblem(refusal));
  }

  /** What is to be said when the config can't be used: the same problems once in a cooldown. */
  public static Plan configProblem(
      Job job, RunId run, String problems, JobState last, Context context) {
    JobState state = unpaused(last, context);
    boolean known =
        problems.equals(state.told().configProblem())
            && isRecent(state.told().configMailed(), job.mail(), context.now());
    if (known || state.isPausedAt(context.now())) {
      return quiet(state);
    }
    if (job.mail().to().isEmpty() && job.alert().isEmpty()) {
      return quiet(state);
    }
    RunReport telling = own(job, run, context);
    String subject = MailText.ownSubject(telling, "CONFIG PROBLEM", "the config can't be used");
    String text = MailText.configProblem(telling, problems);
    return noticed(telling, subject, text, state.withConfigProblem(problems, context.now()));
  }

  /** Both: this one's deeds, then the other's, and what is to be remembered by the other. */
  public Plan and(Plan other) {
    List<SendPing> allPings = new ArrayList<>(pings);
    allPings.addAll(other.pings);
    List<SendMail> allMails = new ArrayList<>(mails);
    allMails.addAll(other.mails);
    List<SendMessage> allMessages = new ArrayList<>(messages);
    allMessages.addAll(other.messages);
    return new Plan(allPings, allMails, allMessages, other.next);
  }

  /** A test on this channel only, whether the job names it or not. */
  public static Plan test(
      Job job, Destination channel, RunId run, Verdict verdict, Context context) {
    Job only = job.alerting(List.of(channel));
    RunReport telling = RunReport.of(only, run, verdict, null, context, Mode.TEST);
    RunMessages messages =
        RunMessages.of(telling, MailText.subject(telling), MailText.details(telling));
    return new Plan(
        List.of(),
        messages.mails(from(telling), MailText.test(telling), false, false),
        messages.messages(),
        JobState.EMPTY);
  }

  /** A ping and a mail as for this verdict, marked as a test. Nothing is to be remembered of it. */
  public static Plan test(Job job, RunId run, Verdict verdict, Context context) {
    RunReport telling = RunReport.of(job, run, verdict, null, context, Mode.TEST);
    List<SendMail> mails =
        job.mail().to().isEmpty()
            ? List.of()
            : List.of(mail(telling, MailText.subject(telling), MailText.test(telling), false));
    if (job.alert().isEmpty()) {
      return new Plan(pings(telling, JobState.EMPTY), mails, JobState.EMPTY);
    }
    RunMessages messages =
        RunMessages.of(telling, MailText.subject(telling), MailText.details(telling));
    List<SendMail> all = new ArrayList<>(mails);
    all.addAll(messages.mails(from(telling), MailText.test(telling), false, false));
    return new Plan(pings(telling, JobState.EMPTY), all, messages.messages(), JobState.EMPTY);
  }

  /**
   * The verdict for standard error, a fact a line: what happened, in which task, the line that says
   * most of it, and how to see the log.
   *
   * @param logCommand what shows the log of the run; null when it is not kept
   */
  public static List<String> spoken(
      Job job,
      RunId run,
      Verdict verdict,
      Capture capture,
      Context context,
      @Nullable String logCommand) {
    return StderrText.of(RunReport.of(job, run, verdict, capture, context, Mode.ENDED), logCommand);
  }

  private static Plan ended(RunReport telling, JobState last) {
    boolean paused = last.isPausedAt(telling.context().now());
    List<SendPing> pings = paused ? List.of() : pings(telling, last);
    if (telling.verdict() instanceof Verdict.Skipped) {
      return new Plan(pings, List.of(), last);
    }
    JobState next = last.after(telling.verdict(), telling.run().toString(), telling.happened());
    if (telling.verdict() instanceof Verdict.Success) {
      return succeeded(telling, pings, last, next, paused);
    }
    boolean failure = telling.verdict() instanceof Verdict.Failure;
    if (paused || !isToldToAnybody(telling, failure ? Occasion.FAILURE : Occasion.WARNING)) {
      return new Plan(pings, List.of(), next);
    }
    return failed(telling, pings, last, next);
  }

  private static Plan succeeded(
      RunReport telling, List<SendPing> pings, JobState last, JobState next, boolean paused) {
    if (!last.alert().recoveryDue()) {
      return new Plan(pings, List.of(), next.settled());
    }
    if (paused) {
      // The recovery is still to be told when the pause is over.
      return new Plan(pings, List.of(), next);
    }
    if (!isToldToAnybody(telling, Occasion.RECOVERY)) {
      return new Plan(pings, List.of(), next.settled());
    }
    String subject = MailText.recoverySubject(telling, last);
    String text = MailText.recovery(telling, last);
    return told(telling, Occasion.RECOVERY, pings, subject, text, false, next.settled());
  }

  private static Plan failed(
      RunReport telling, List<SendPing> pings, JobState last, JobState next) {
    Instant now = telling.context().now();
    String key = key(telling);
    boolean same = key.equals(last.alert().key());
    if (same && isRecent(last.alert().mailed(), telling.job().mail(), now)) {
      // A run that was reported while it hung, and fails as reported, is one failure.
      boolean sameRun = telling.run().toString().equals(last.failing().run());
      return new Plan(known(pings, last), List.of(), sameRun ? next : next.counted());
    }
    String text = MailText.alert(telling, last, next, same);
    Occasion occasion =
        telling.verdict() instanceof Verdict.Failure ? Occasion.FAILURE : Occasion.WARNING;
    JobState alerted = next.alerted(key, now);
    return told(telling, occasion, pings, MailText.subject(telling), text, true, alerted);
  }

  /** By mail and on the job's channels, to each what it wants to hear of. */
  private static Plan told(
      RunReport telling,
      Occasion occasion,
      List<SendPing> pings,
      String subject,
      String text,
      boolean withLog,
      JobState next) {
    List<SendMail> mails = new ArrayList<>();
    boolean logLeaves = withLog && telling.job().redaction().known();
    boolean attached = logLeaves && !MailText.hasWholeLog(telling);
    if (wants(telling, occasion)) {
      mails.add(mail(telling, subject, text, attached));
    }
    if (telling.job().alert().isEmpty()) {
      return new Plan(pings, mails, next);
    }
    RunMessages messages = RunMessages.of(telling, subject, MailText.details(telling));
    mails.addAll(messages.mails(from(telling), text, attached, logLeaves));
    return new Plan(pings, mails, messages.messages(), next);
  }

  /** Something about heartbeat itself, to all who hear of the job. */
  private static Plan noticed(RunReport telling, String subject, String text, JobState next) {
    List<SendMail> mails = new ArrayList<>();
    if (!telling.job().mail().to().isEmpty()) {
      mails.add(mail(telling, subject, text, false));
    }
    if (telling.job().alert().isEmpty()) {
      return new Plan(List.of(), mails, next);
    }
    RunMessages messages = RunMessages.notice(telling, subject, text);
    mails.addAll(messages.mails(from(telling), text, false, false));
    return new Plan(List.of(), mails, messages.messages(), next);
  }

  private static boolean isToldToAnybody(RunReport telling, Occasion occasion) {
    return wants(telling, occasion)
        || (!telling.job().alert().isEmpty() && RunMessages.wanted(telling));
  }

  /** What makes two alerts the same: verdict, reason and the tasks concerned. */
  private static String key(RunReport telling) {
    Verdict verdict = telling.verdict();
    String key = verdict.id() + " " + verdict.reason() + " " + telling.tasks();
    return key.length() <= LONGEST_KEY
        ? key
        : key.substring(0, LONGEST_KEY) + "#" + Integer.toHexString(key.hashCode());
  }

  /** A mail of the future, by a clock that was set back since, is not recent. */
  private static boolean isRecent(@Nullable Instant mailed, MailSettings settings, Instant now) {
    return mailed != null && !mailed.isAfter(now) && now.isBefore(mailed.plus(settings.cooldown()));
  }

  private static boolean wants(RunReport telling, Occasion occasion) {
    MailSettings settings = telling.job().mail();
    return !settings.to().isEmpty() && settings.on().contains(occasion);
  }

  private static List<SendPing> pings(RunReport telling, JobState last) {
    SendPing ping = Pings.forVerdict(telling);
    if (ping == null) {
      return List.of();
    }
    // Only a switch makes use of who was told: for another service no ping waits for a mail.
    boolean read = ping.origin().equals(last.told().switchAt());
    return List.of(read ? ping.withHeader(Told.HEADER, "") : ping);
  }

  /** The last mail was minutes ago: those whom it reached know of this failure. */
  private static List<SendPing> known(List<SendPing> pings, JobState last) {
    return pings.stream()
        .map(
            ping ->
                ping.kind() == PingKind.FAILURE ? Told.telling(ping, last.alert().reached()) : ping)
        .toList();
  }

  private static SendMail mail(RunReport telling, String subject, String text, boolean withLog) {
    return new SendMail(
        telling.job().name(),
        telling.run(),
        telling.happened(),
        from(telling),
        telling.job().mail().to(),
        subject,
        text,
        withLog);
  }

  private static String from(RunReport telling) {
    String own = telling.job().mail().from();
    return own == null ? "heartbeat@" + telling.context().host() : own;
  }

  private static RunReport own(Job job, RunId run, Context context) {
    return RunReport.of(job, run, new Verdict.Success(List.of()), null, context, Mode.ENDED);
  }

  private static Plan quiet(JobState state) {
    return new Plan(List.of(), List.of(), state);
  }

  private static JobState unpaused(JobState last, Context context) {
    boolean over = last.pausedUntil() != null && !last.isPausedAt(context.now());
    return over ? last.withPausedUntil(null) : last;
  }
}
