package heartbeat.watch;

import heartbeat.model.RunId;
import heartbeat.process.Invocation;
import heartbeat.run.Capture;
import heartbeat.run.Job;
import heartbeat.run.MailSettings.Occasion;
import heartbeat.run.Verdict;
import heartbeat.tell.Context;
import heartbeat.tell.JobState;
import heartbeat.tell.StderrText;
import java.time.Instant;
import java.util.Collection;

/** What a run prints on standard error: cron mails it, so only what nobody else has told. */
final class StderrReport {
  private final Invocation invocation;
  private final Job job;
  private final LoadedConfig loaded;
  private final RunStorage storage;

  StderrReport(Invocation invocation, Job job, LoadedConfig loaded, RunStorage storage) {
    this.invocation = invocation;
    this.job = job;
    this.loaded = loaded;
    this.storage = storage;
  }

  void print(RunId id, Verdict verdict, Capture capture, Deliveries deliveries, Context context) {
    boolean bad = verdict instanceof Verdict.Failure || verdict instanceof Verdict.Warning;
    boolean watched = Invocation.isTerminal(2) || invocation.trace().isOn();
    if (watched || !isConfigTold(capture.started())) {
      for (String error : loaded.errors()) {
        invocation.err().println("heartbeat: " + error);
      }
    }
    if (watched || (bad && !deliveries.isAlertHeard() && !isTold(verdict, context.now()))) {
      print(StderrText.of(job, id, verdict, capture, context, storage.logCommand()));
    }
    print(deliveries.lines(watched));
    print(capture.notes());
    print(storage.complaints());
    print(storage.problems(watched));
  }

  /** Whether somebody was told of this failure already, or wants to hear nothing of it. */
  private boolean isTold(Verdict verdict, Instant now) {
    Occasion occasion = verdict instanceof Verdict.Failure ? Occasion.FAILURE : Occasion.WARNING;
    JobState state = storage.remembered();
    boolean told = !job.mail().to().isEmpty() || !job.alert().isEmpty();
    boolean counted = told && state.alert().suppressed() > 0;
    boolean unwanted = !job.mail().to().isEmpty() && !job.mail().on().contains(occasion);
    return counted || unwanted || state.isPausedAt(now);
  }

  /** Whether an earlier run has mailed what is wrong with the config. */
  private boolean isConfigTold(Instant started) {
    JobState.Troubles told = storage.remembered().troubles();
    Instant mailed = told.configMailed();
    return mailed != null
        && mailed.isBefore(started)
        && String.join("\n", loaded.errors()).equals(told.configProblem());
  }

  private void print(Collection<String> lines) {
    for (String line : lines) {
      invocation.err().println("heartbeat: " + job.name() + ": " + line);
    }
  }
}
