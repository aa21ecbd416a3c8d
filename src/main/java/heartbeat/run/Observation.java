package heartbeat.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the recognisers made of the output, before the ending is taken into account.
 *
 * @param sight what the output alone says
 * @param findings failed tasks, warnings, notes; bounded in number and length
 * @param markers how often a success marker was seen (and counted)
 * @param openTask the task that had begun and not ended when the output stopped
 * @param lastLine the last line that is not blank, cut to a readable length, decoded leniently
 */
public record Observation(
    Sight sight, List<Finding> findings, long markers, @Nullable String openTask, String lastLine) {

  /** Why a run was skipped: the site's command-line maintenance mode. */
  public static final String MAINTENANCE = "maintenance";

  /** Why a run was skipped: cron is switched off in the site's settings. */
  public static final String CRON_DISABLED = "cron-disabled";

  /** Why a run was skipped: new code is there, and the database has yet to be upgraded. */
  public static final String UPGRADE_PENDING = "upgrade-pending";

  /** Why a run was skipped: the database is being upgraded. */
  public static final String UPGRADE_RUNNING = "upgrade-running";

  /** Why a run was skipped: another run is still going on. */
  public static final String ALREADY_RUNNING = "already-running";

  /** Why a run was skipped: a skip marker of the job's rules was seen. */
  public static final String SKIP_MARKER = "skip-marker";

  /** What the output alone says. */
  public sealed interface Sight {
    /** There was no output. */
    record Nothing() implements Sight {}

    /** It says that it completed. */
    record Completed() implements Sight {}

    /** It says that it was told not to run; {@code why} as in {@link Verdict.Skipped}. */
    record Skipped(String why) implements Sight {}

    /** It says that it did not complete, or it stops where it should not. */
    record Failed(Reason reason) implements Sight {}

    /** No rule speaks about output: the exit status decides. */
    record Unjudged() implements Sight {}
  }

  public Observation {
    findings = List.copyOf(findings);
  }
}
