package heartbeat.tell;

import heartbeat.model.Excerpt;
import heartbeat.model.Notification.SendMail;
import heartbeat.model.Redactor;
import heartbeat.model.RunId;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Finding;
import heartbeat.run.Job;
import heartbeat.run.LogCommandLine;
import heartbeat.run.Preset;
import heartbeat.run.Reason;
import heartbeat.run.Rules;
import heartbeat.run.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known of a run that is reported: {@link Headline}, {@link Advice}, {@link
 * Evidence} and {@link Summary} put it into words.
 *
 * @param capture null when nothing ran: a test, a start
 */
public record RunReport(
    Job job,
    RunId run,
    Verdict verdict,
    @Nullable Capture capture,
    Context context,
    Mode mode,
    Redactor redactor) {

  /** What is reported. */
  enum Mode {
    /** The run has ended. */
    ENDED,
    /** The run goes on, and takes too long or says nothing. */
    HANGING,
    /** There is no run: somebody tests whether pings and mails arrive. */
    TEST
  }

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_MESSAGE = 1000;

  /** Moodle names a scheduled task "name (class)", an ad hoc task "class". */
  private static final Pattern NAMED_TASK = Pattern.compile("(.*\\S)\\s*\\(([\\w\\\\]+)\\)\\s*");

  private static final Pattern WRITTEN_STATUS =
      Pattern.compile("heartbeat: exit status ([1-9]\\d{0,2})");

  private static final Pattern CLASS = Pattern.compile("\\\\?\\w+(?:\\\\\\w+)+");

  /** If a redaction pattern can't be used, the report has nothing that the job wrote. */
  static RunReport of(
      Job job, RunId run, Verdict verdict, @Nullable Capture capture, Context context, Mode mode) {
    boolean known = job.redaction().known();
    return new RunReport(
        job,
        run,
        known ? verdict : verdict.withoutText(),
        known || capture == null ? capture : capture.withoutText(),
        context,
        mode,
        new Redactor(job.redaction().patterns()));
  }

  /** Text of the job on one line, without secrets and harmless to show. */
  String clean(String text) {
    return Excerpt.head(redactor.redact(Excerpt.oneLine(text)), LONGEST_MESSAGE);
  }

  /**
   * The last line of the output, empty where there is none. A key goes over lines: that this one is
   * part of it shows only in what came before.
   */
  String lastLine() {
    if (capture == null) {
      return "";
    }
    String end = Excerpt.lastLines(LogTail.of(this).stripTrailing(), 1);
    return end.endsWith(Redactor.STARS) ? clean(end) : clean(capture.observation().lastLine());
  }

  boolean isHanging() {
    return mode == Mode.HANGING;
  }

  boolean isTest() {
    return mode == Mode.TEST;
  }

  /** Whether the job is Moodle's cron, as far as its settings and output tell. */
  boolean isMoodle() {
    return job.rules().preset() == Preset.MOODLE
        || (job.rules().preset() == Preset.AUTO && job.rules().success().isEmpty());
  }

  /** Whether a monitoring plugin's status line decides, and no marker of the job. */
  boolean isPlugin() {
    Rules rules = job.rules();
    return rules.preset() == Preset.NAGIOS
        && rules.failure().isEmpty()
        && rules.warning().isEmpty();
  }

  /** The task that had begun and not ended, as the output names it. */
  @Nullable String openTask() {
    return capture == null ? null : capture.observation().openTask();
  }

  /** The tasks that it is about: those that failed, or the one that was open; sorted. */
  List<String> tasks() {
    if (verdict instanceof Verdict.Failure failure
        && failure.why() != Reason.TASK_FAILED
        && openTask() != null) {
      return List.of(openTask());
    }
    TreeSet<String> tasks = new TreeSet<>();
    for (Finding finding : verdict.findings()) {
      if (finding.task() != null && finding.kind().equals(Finding.TASK_FAILED)) {
        tasks.add(finding.task());
      }
    }
    return new ArrayList<>(tasks);
  }

  /** A task's name for people, without the class behind it. */
  String taskName(String task) {
    Matcher named = NAMED_TASK.matcher(task);
    return Excerpt.head(clean(named.matches() ? named.group(1) : task), LONGEST_NAME);
  }

  /** The class of a scheduled task; null for any other. */
  public static @Nullable String scheduledClass(String task) {
    Matcher named = NAMED_TASK.matcher(task);
    return named.matches() && CLASS.matcher(named.group(2)).matches()
        ? absolute(named.group(2))
        : null;
  }

  /** The class of an ad hoc task; null for any other. */
  public static @Nullable String adhocClass(String task) {
    return CLASS.matcher(task.strip()).matches() ? absolute(task.strip()) : null;
  }

  /**
   * The status other than 0 that the crontab line itself wrote at the end, as lines from {@code
   * init --from-crontab} do; -1 without one.
   */
  int writtenStatus() {
    Matcher written = WRITTEN_STATUS.matcher(lastLine());
    return written.matches() ? Integer.parseInt(written.group(1)) : -1;
  }

  private static String absolute(String className) {
    return className.startsWith("\\") ? className : "\\" + className;
  }

  /** The exit status of the job; -1 when it is not known. */
  int exitStatus() {
    if (capture == null || isHanging()) {
      return -1;
    }
    return switch (capture.ending()) {
      case Ending.Exited exited -> exited.status();
      case Ending.NotStarted notStarted -> notStarted.status();
      case Ending.Eof eof -> -1;
      case Ending.Signalled signalled -> -1;
      case Ending.TimedOut timedOut -> -1;
      case Ending.Interrupted interrupted -> -1;
    };
  }

  /**
   * The status that {@code exec} ends with for this run: that of the command, 128 and the signal,
   * or 124 at the time limit; -1 when it is not known.
   */
  int statusForService() {
    if (capture == null || isHanging()) {
      return -1;
    }
    return switch (capture.ending()) {
      case Ending.Signalled signalled -> 128 + signalled.signal();
      case Ending.TimedOut timedOut -> 124;
      default -> exitStatus();
    };
  }

  /** A mail to those whom the job mails. */
  SendMail mail(String subject, String text, boolean withLog) {
    return mail(job.mail().to(), subject, text, withLog);
  }

  /** A mail to these. */
  SendMail mail(List<String> to, String subject, String text, boolean withLog) {
    String own = job.mail().from();
    String from = own == null ? "heartbeat@" + context.host() : own;
    return new SendMail(
        job.name(), run, happened(), from, to, subject, text, withLog ? logCommand() : null);
  }

  /** The command that shows the log of this run, without secrets. */
  String logCommand() {
    return logCommand(run.toString());
  }

  /** The command that shows the log of another run, or the list of them, without secrets. */
  String logCommand(String which) {
    Path named = context.stateDir();
    Path stateDir = named == null ? null : Path.of(clean(named.toString()));
    return LogCommandLine.of(clean(job.name().value()), which, stateDir);
  }

  Duration elapsed() {
    return capture == null ? Duration.ZERO : capture.elapsed();
  }

  /** When it happened: the end of the run, or now. */
  Instant happened() {
    return capture == null || isHanging() ? context.now() : capture.ended();
  }

  /**
   * How long a hanging job has been silent; its limit at least, when silence is why it is reported.
   */
  Duration silence() {
    boolean why = Reason.SILENCE.id().equals(verdict.reason());
    Duration limit =
        why && job.limits().maxSilence() != null ? job.limits().maxSilence() : Duration.ZERO;
    if (capture == null) {
      return limit;
    }
    Duration since = Duration.between(capture.ended(), context.now());
    return since.compareTo(limit) > 0 ? since : limit;
  }
}
