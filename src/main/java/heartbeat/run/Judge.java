package heartbeat.run;

import heartbeat.run.Observation.Sight;
import java.util.ArrayList;
import java.util.List;

/** Judges a run by its rules, its output and how it ended. */
public final class Judge {
  private Judge() {}

  /** The verdict: how the run ended first, then what its output says, then how long it took. */
  public static Verdict judge(Rules rules, Capture capture) {
    Verdict verdict = byEnding(rules, capture);
    boolean completed = verdict instanceof Verdict.Success || verdict instanceof Verdict.Warning;
    if (completed
        && rules.minDuration() != null
        && capture.elapsed().compareTo(rules.minDuration()) < 0) {
      return failure(Reason.TOO_FAST, capture.observation());
    }
    return verdict;
  }

  /** Whether the output so far is that of a run that was told not to do its work. */
  public static boolean makesWay(Rules rules, Observation soFar) {
    return bySight(rules, soFar, true) instanceof Verdict.Skipped;
  }

  private static Verdict byEnding(Rules rules, Capture capture) {
    Observation seen = capture.observation();
    return switch (capture.ending()) {
      case Ending.Eof eof -> bySight(rules, seen, rules.preset() == Preset.EXIT_STATUS);
      case Ending.Exited exited -> byStatus(rules, seen, exited.status());
      case Ending.Signalled signalled -> failure(Reason.SIGNAL, seen);
      case Ending.TimedOut timedOut -> failure(Reason.TIME_LIMIT, seen);
      case Ending.Interrupted interrupted -> failure(Reason.INTERRUPTED, seen);
      case Ending.NotStarted not ->
          new Verdict.Failure(
              Reason.NOT_STARTED, with(new Finding(Finding.NOT_STARTED, null, not.why()), seen));
    };
  }

  private static Verdict byStatus(Rules rules, Observation seen, int status) {
    if (rules.preset() == Preset.NAGIOS) {
      return nagios(rules, seen, status);
    }
    if (status != 0) {
      return byOtherStatus(rules, seen, status);
    }
    boolean maySaySoSilently =
        rules.success().isEmpty()
            && (rules.preset() == Preset.AUTO || rules.preset() == Preset.EXIT_STATUS);
    return maySaySoSilently && seen.sight() instanceof Sight.Nothing
        ? completed(rules, seen)
        : bySight(rules, seen, true);
  }

  /**
   * The output alone decides; where no rule speaks of output, {@code unjudged} says if it is good.
   */
  private static Verdict bySight(Rules rules, Observation seen, boolean unjudged) {
    return switch (seen.sight()) {
      case Sight.Nothing nothing -> failure(Reason.NO_OUTPUT, seen);
      case Sight.Completed completed -> completed(rules, seen);
      case Sight.Skipped skipped -> new Verdict.Skipped(skipped.why(), seen.findings());
      case Sight.Failed failed -> failure(failed.reason(), seen);
      case Sight.Unjudged none ->
          unjudged ? completed(rules, seen) : failure(Reason.MARKER_MISSING, seen);
    };
  }

  /** Always a failure, unless the output is a known program's that tells why it ended so. */
  private static Verdict byOtherStatus(Rules rules, Observation seen, int status) {
    boolean moodle = rules.preset() == Preset.MOODLE;
    return switch (seen.sight()) {
      case Sight.Skipped skipped -> {
        // cron.php ends with 1 when it was told not to run.
        boolean told = moodle || !skipped.why().equals(Observation.SKIP_MARKER);
        yield status == 1 && told
            ? new Verdict.Skipped(skipped.why(), seen.findings())
            : failure(Reason.EXIT_STATUS, seen);
      }
      case Sight.Failed failed -> {
        boolean telling = failed.reason() != Reason.MARKER_MISSING;
        yield failure(telling ? failed.reason() : Reason.EXIT_STATUS, seen);
      }
      case Sight.Nothing nothing -> failure(moodle ? Reason.NO_OUTPUT : Reason.EXIT_STATUS, seen);
      case Sight.Completed completed -> failure(Reason.EXIT_STATUS, seen);
      case Sight.Unjudged none -> failure(Reason.EXIT_STATUS, seen);
    };
  }

  /**
   * Status word and exit status, the worse of the two. An exit status of 1 without a status word is
   * an uncaught exception, not a warning.
   */
  private static Verdict nagios(Rules rules, Observation seen, int status) {
    boolean worded = !(seen.sight() instanceof Sight.Unjudged);
    boolean failed = seen.sight() instanceof Sight.Failed || seen.sight() instanceof Sight.Nothing;
    if (failed) {
      return bySight(rules, seen, false);
    }
    return switch (status) {
      case 0 -> bySight(rules, seen, true);
      case 1 ->
          worded
              ? bySight(rules, withWarning(seen), true)
              : failure(Reason.FAILED_BEFORE_START, seen);
      default -> failure(Reason.EXIT_STATUS, seen);
    };
  }

  private static Observation withWarning(Observation seen) {
    if (seen.findings().stream().anyMatch(f -> f.kind().equals(Finding.WARNING_MARKER))) {
      return seen;
    }
    Finding warning =
        new Finding(Finding.WARNING_MARKER, null, "exit status 1: " + seen.lastLine());
    return new Observation(
        seen.sight(), with(warning, seen), seen.markers(), seen.openTask(), seen.lastLine());
  }

  private static Verdict completed(Rules rules, Observation seen) {
    List<Finding> warnings = new ArrayList<>();
    List<Finding> notes = new ArrayList<>();
    for (Finding finding : seen.findings()) {
      boolean task = finding.kind().equals(Finding.TASK_FAILED);
      if (task && rules.failedTasks() == Rules.FailedTasks.FAIL) {
        return failure(Reason.TASK_FAILED, seen);
      }
      boolean ignored = task && rules.failedTasks() == Rules.FailedTasks.IGNORE;
      (finding.warns() && !ignored ? warnings : notes).add(finding);
    }
    if (warnings.isEmpty()) {
      return new Verdict.Success(notes);
    }
    warnings.addAll(notes);
    return new Verdict.Warning(warnings);
  }

  private static Verdict failure(Reason reason, Observation seen) {
    String open = seen.openTask();
    return new Verdict.Failure(
        reason, open == null ? seen.findings() : with(Finding.diedIn(open), seen));
  }

  private static List<Finding> with(Finding first, Observation seen) {
    List<Finding> all = new ArrayList<>(seen.findings());
    all.addFirst(first);
    return all;
  }
}
