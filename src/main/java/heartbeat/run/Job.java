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
 * @param alert the channels that are alerted, beside the addresses that are mailed
 * @param snapshot whether a failure is reported with the state of the machine
 */
public record Job(
    JobName name,
    Rules rules,
    PingSettings ping,
    MailSettings mail,
    List<Destination> alert,
    Limits limits,
    Exec exec,
    Log log,
    Redaction redaction,
    Keep keep,
    boolean snapshot) {

  /**
   * How long things may take.
   *
   * @param maxDuration heartbeat alerts (and {@code exec} ends the command) after this; null: never
   * @param maxSilence heartbeat alerts when the job has written nothing for this time; null: never
   * @param killAfter from TERM to KILL, and how long a grandchild may hold the pipe
   */
  public record Limits(
      @Nullable Duration maxDuration, @Nullable Duration maxSilence, Duration killAfter) {}

  /**
   * How {@code exec} runs the command.
   *
   * @param directory where; null: where heartbeat runs
   */
  public record Exec(Lock lock, @Nullable String directory) {}

  /** What {@code exec} does when another run of the job is still going. */
  public enum Lock {
    OFF,
    SKIP,
    WAIT
  }

  /**
   * Where the output goes.
   *
   * @param limit bytes of a captured log at most; beyond, head and tail are kept
   * @param tee whether the output is also copied to standard output
   */
  public record Log(long limit, boolean tee) {}

  /**
   * What is removed from everything that leaves this machine.
   *
   * @param patterns beside the built-in ones
   * @param known whether these are all patterns of the config. If one can't be used, what the job
   *     wrote stays on the machine
   */
  public record Redaction(List<LinePattern> patterns, boolean known) {
    /** The built-in patterns only. */
    public static final Redaction BUILT_IN = new Redaction(List.of(), true);

    public Redaction {
      patterns = List.copyOf(patterns);
    }
  }

  /**
   * How much is kept.
   *
   * @param runs how many runs the journal keeps
   * @param outbox how long something undelivered is retried
   */
  public record Keep(int runs, Duration outbox) {}

  public Job {
    alert = List.copyOf(alert);
  }

  /** The same job, which alerts on these channels, too. */
  public Job alerting(List<Destination> channels) {
    return new Job(name, rules, ping, mail, channels, limits, exec, log, redaction, keep, snapshot);
  }

  /** A job of which only the name is known. */
  public static Job named(JobName name) {
    return new Job(
        name,
        Rules.DEFAULT,
        PingSettings.NONE,
        MailSettings.NONE,
        List.of(),
        new Limits(null, null, Duration.ofSeconds(10)),
        new Exec(Lock.OFF, null),
        new Log(10L << 20, false),
        Redaction.BUILT_IN,
        new Keep(100, Duration.ofDays(3)),
        false);
  }
}
