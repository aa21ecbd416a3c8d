package heartbeat.recognise;

import heartbeat.run.Finding;
import heartbeat.run.Findings;
import org.jspecify.annotations.Nullable;

/** What people are told of a run of Moodle beside its verdict. */
final class MoodleNotes {
  private boolean stoppedOnRequest;
  private boolean skippedScheduled;
  private @Nullable String workLeft;
  private @Nullable String exception;

  MoodleNotes() {}

  MoodleNotes(MoodleNotes other) {
    stoppedOnRequest = other.stoppedOnRequest;
    skippedScheduled = other.skippedScheduled;
    workLeft = other.workLeft;
    exception = other.exception;
  }

  /** Cron says that it was asked to stop. */
  void stoppedOnRequest() {
    stoppedOnRequest = true;
  }

  /** The run leaves tasks to a later or another run, in these words. */
  void workLeft(String line, boolean scheduledTasks) {
    workLeft = line;
    skippedScheduled |= scheduledTasks;
  }

  /** The line of an exception that nothing caught. */
  void exception(String line) {
    exception = line;
  }

  /**
   * Adds what there is to tell.
   *
   * @param completed whether the run completed: of another one only the exception counts
   * @param idle whether the output ends between two rounds
   * @param anyTask whether any task ran
   */
  void addTo(Findings findings, boolean completed, boolean idle, boolean anyTask) {
    if (exception != null) {
      findings.add(new Finding(Finding.EXCEPTION, null, exception));
    }
    if (!completed) {
      return;
    }
    if (idle) {
      findings.add(
          new Finding(
              Finding.ENDED_WHILE_IDLE,
              null,
              "the output ends between two rounds, with no task open: cron was stopped (cron.php"
                  + " --stop, purged caches) or killed, and nothing tells which"));
    }
    if (stoppedOnRequest) {
      findings.add(
          new Finding(
              Finding.STOPPED_ON_REQUEST,
              null,
              "cron was asked to stop, and did so in good order"));
    }
    if (skippedScheduled && !anyTask) {
      findings.add(
          new Finding(Finding.NOTHING_RAN, null, "no task was run: concurrency limit reached"));
    } else if (workLeft != null) {
      findings.add(new Finding(Finding.WORK_LEFT, null, workLeft));
    }
  }
}
