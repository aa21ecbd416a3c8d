package heartbeat.journal;

import heartbeat.model.JobName;
import heartbeat.model.RunId;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Finding;
import heartbeat.run.Verdict;
import heartbeat.tell.Quote;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a run that ended, beside its log.
 *
 * @param elapsed by the monotonic clock
 * @param verdict {@link Verdict#id}
 * @param reason {@link Verdict#reason}
 * @param openTask the task that had begun and not ended
 * @param says the line that tells most of a run that was not good; null where there is none
 * @param bytes of the whole output
 * @param lines of the whole output
 * @param leftOut bytes that the log does not hold
 * @param markers how often a success marker was seen
 * @param exitStatus of the command, 0 to 255; null when it is not known, as in a pipe
 * @param signal that ended the command, or heartbeat where the reason is {@code interrupted}
 * @param oomKills by the kernel during the run; -1 when it can't be told
 * @param notes what went wrong in capturing, for people
 * @param snapshot how the machine was when the run failed or hung, in lines for people; null where
 *     nobody asked
 */
public record RunRecord(
    JobName job,
    RunId run,
    Instant started,
    Instant ended,
    Duration elapsed,
    String verdict,
    @Nullable String reason,
    List<Finding> findings,
    @Nullable String openTask,
    String lastLine,
    @Nullable String says,
    long bytes,
    long lines,
    long leftOut,
    long markers,
    @Nullable Integer exitStatus,
    @Nullable Integer signal,
    long oomKills,
    List<String> notes,
    @Nullable String snapshot) {

  public RunRecord {
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }

  /** The record of this run. */
  public static RunRecord of(
      JobName job, RunId run, Verdict verdict, Capture capture, @Nullable String snapshot) {
    Ending ending = capture.ending();
    return new RunRecord(
        job,
        run,
        capture.started(),
        capture.ended(),
        capture.elapsed(),
        verdict.id(),
        verdict.reason(),
        verdict.findings(),
        capture.observation().openTask(),
        capture.observation().lastLine(),
        Quote.of(verdict, capture),
        capture.bytes(),
        capture.lines(),
        capture.leftOut(),
        capture.observation().markers(),
        exitStatus(ending),
        signal(ending),
        capture.oomKills(),
        capture.notes(),
        snapshot);
  }

  private static @Nullable Integer exitStatus(Ending ending) {
    return switch (ending) {
      case Ending.Exited exited -> exited.status();
      case Ending.NotStarted failed -> failed.status();
      case Ending.Eof ignored -> null;
      case Ending.Signalled ignored -> null;
      case Ending.TimedOut ignored -> null;
      case Ending.Interrupted ignored -> null;
    };
  }

  private static @Nullable Integer signal(Ending ending) {
    return switch (ending) {
      case Ending.Signalled ended -> ended.signal();
      case Ending.Interrupted ended -> ended.signal();
      case Ending.Eof ignored -> null;
      case Ending.Exited ignored -> null;
      case Ending.TimedOut ignored -> null;
      case Ending.NotStarted ignored -> null;
    };
  }
}
