package heartbeat.run;

import heartbeat.channel.Destination;
import heartbeat.model.JobName;
import heartbeat.model.LinePattern;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is set for a job, resolved once and not validated again.
 *
 * @param maxDuration heartbeat speaks (and {@code exec} ends the command) after this; null: never
 * @param maxSilence heartbeat speaks when nothing was written for so long; null: never
 * @param killAfter from TERM to KILL, and how long a grandchild may hold the pipe
 * @param logLimit bytes of a captured log at most; beyond, head and tail are kept
 * @param tee whether the output is also copied to standard output
 * @param keepRuns how many runs the journal keeps
 * @param outboxKeep how long something undelivered is tried
 * @param redact patterns beside the built-in ones; what they match leaves no machine
 * @param redactKnown whether those are all patterns that were meant. Where one can't be used, what
 *     the job wrote stays on the machine
 * @param alert channels that are told beside those whom mail reaches
 * @param directory where {@code exec} runs the command; null: where heartbeat runs
 */
public record Job(
    JobName name,
    Rules rules,
    PingSettings ping,
    MailSettings mail,
    @Nullable Duration maxDuration,
    @Nullable Duration maxSilence,
    Duration killAfter,
    Lock lock,
    long logLimit,
    boolean tee,
    int keepRuns,
    Duration outboxKeep,
    boolean snapshot,
    List<LinePattern> redact,
    boolean redactKnown,
    @Nullable String directory,
    List<Destination> alert) {

  /** What {@code exec} does when another run of the job is still going. */
  public enum Lock {
    OFF,
    SKIP,
    WAIT
  }

  public Job {
    redact = List.copyOf(redact);
    alert = List.copyOf(alert);
  }

  /** A job that alerts by ping and mail only. */
  public Job(
      JobName name,
      Rules rules,
      PingSettings ping,
      MailSettings mail,
      @Nullable Duration maxDuration,
      @Nullable Duration maxSilence,
      Duration killAfter,
      Lock lock,
      long logLimit,
      boolean tee,
      int keepRuns,
      Duration outboxKeep,
      boolean snapshot,
      List<LinePattern> redact,
      boolean redactKnown,
      @Nullable String directory) {
    this(
        name,
        rules,
        ping,
        mail,
        maxDuration,
        maxSilence,
        killAfter,
        lock,
        logLimit,
        tee,
        keepRuns,
        outboxKeep,
        snapshot,
        redact,
        redactKnown,
        directory,
        List.of());
  }

  /** The same job, which alerts on these channels, too. */
  public Job alerting(List<Destination> channels) {
    return new Job(
        name,
        rules,
        ping,
        mail,
        maxDuration,
        maxSilence,
        killAfter,
        lock,
        logLimit,
        tee,
        keepRuns,
        outboxKeep,
        snapshot,
        redact,
        redactKnown,
        directory,
        channels);
  }

  /** A job of which nothing is known but its name. */
  public static Job named(JobName name) {
    return new Job(
        name,
        Rules.DEFAULT,
        PingSettings.NONE,
        MailSettings.NONE,
        null,
        null,
        Duration.ofSeconds(10),
        Lock.OFF,
        10L << 20,
        false,
        100,
        Duration.ofDays(3),
        false,
        List.of(),
        true,
        null);
  }
}
