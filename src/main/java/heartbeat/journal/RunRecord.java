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
 * What heartbeat keeps of a run that ended, beside its log.
 *
 * @param notes what went wrong in capturing, for people
 * @param snapshot the state of the machine when the run failed or hung, in lines for people; null
 *     when the job wants none
 */
public record RunRecord(
    JobName job,
    RunId run,
    Times times,
    Outcome outcome,
    Output output,
    Exit exit,
    List<String> notes,
    @Nullable String snapshot) {

  /**
   * When it was.
   *
   * @param elapsed by the monotonic clock
   */
  public record Times(Instant started, Instant ended, Duration elapsed) {}

  /**
   * What was judged.
   *
   * @param verdict {@link Verdict#id}
   * @param reason {@link Verdict#reason}
   * @param says the line that tells most of a run that was not good; null where there is none
   */
  public record Outcome(
      String verdict, @Nullable String reason, List<Finding> findings, @Nullable String says) {
    public Outcome {
      findings = List.copyOf(findings);
    }
  }

  /**
   * What the job wrote.
   *
   * @param bytes of the whole output
   * @param lines of the whole output
   * @param leftOut bytes that the log does not hold
   * @param markers how often a success marker was seen
   * @param openTask the task that had begun and not ended
   */
  public record Output(
      long bytes,
      long lines,
      long leftOut,
      long markers,
      @Nullable String openTask,
      String lastLine) {}

  /**
   * How the command ended.
   *
   * @param status of the command, 0 to 255; null when it is not known, as in a pipe
   * @param signal that ended the command, or heartbeat where the reason is {@code interrupted}
   * @param oomKills by the kernel during the run; -1 when it can't be told
   */
  public record Exit(@Nullable Integer status, @Nullable Integer signal, long oomKills) {}

  public RunRecord {
    notes = List.copyOf(notes);
  }

  /** The record of this run. */
  public static RunRecord of(
      JobName job, RunId run, Verdict verdict, Capture capture, @Nullable String snapshot) {
    Ending ending = capture.ending();
    return new RunRecord(
        job,
        run,
        new Times(capture.started(), capture.ended(), capture.elapsed()),
        new Outcome(verdict.id(), verdict.reason(), verdict.findings(), Quote.of(verdict, capture)),
        new Output(
            capture.bytes(),
            capture.lines(),
            capture.leftOut(),
            capture.observation().markers(),
            capture.observation().openTask(),
            capture.observation().lastLine()),
        new Exit(exitStatus(ending), signal(ending), capture.oomKills()),
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
