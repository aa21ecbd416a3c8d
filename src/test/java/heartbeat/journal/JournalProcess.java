package heartbeat.journal;

import heartbeat.model.JobName;
import heartbeat.model.RunId;
import heartbeat.tell.JobState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.FutureTask;

/** The other process of the journal's tests. */
final class JournalProcess {
  private JournalProcess() {}

  public static void main(String[] args) throws Exception {
    Journal journal = new Journal(Path.of(args[1]), InstantSource.system(), System.err::println);
    JobName job = new JobName("moodle");
    switch (args[0]) {
      case "run" -> {
        OpenRun run = journal.open(job, RunId.parse(args[2]));
        Files.writeString(run.log(), "as far as it came\n");
        say("running");
        Thread.sleep(60_000);
      }
      case "lock" -> {
        JobLock lock = JobLock.tryTake(journal, job);
        say(lock == null ? "busy" : "locked");
        Thread.sleep(60_000);
      }
      case "wait" -> {
        JobLock lock = JobLock.tryTake(journal, job);
        Thread.ofPlatform()
            .daemon()
            .start(new FutureTask<>(() -> JobLock.take(journal, new JobName(args[2]))));
        say(lock == null ? "busy" : "locked");
        System.in.read();
        if (lock != null) {
          lock.close();
        }
        Thread.sleep(60_000);
      }
      case "count" -> {
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
          journal.update(job, JournalProcess::oneMore);
        }
      }
      case "write" -> {
        JobName abroad = new JobName("s\u00e4uberung \u65e5\u672c");
        OpenRun run = journal.open(abroad, RunId.parse(args[2]));
        journal.append(Samples.record(abroad, RunId.parse(args[2])));
        journal.update(abroad, JournalProcess::oneMore);
        run.close();
        say(journal.latest(abroad) instanceof RunEntry.Ended ? "written" : "lost");
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /** The state with one failed run more. */
  static JobState oneMore(JobState state) {
    JobState.Failing failing = state.failing();
    return new JobState(
        state.last(),
        new JobState.Failing(failing.since(), failing.runs() + 1, failing.run()),
        state.alert(),
        state.troubles(),
        state.switchAt(),
        state.pausedUntil());
  }

  private static void say(String word) {
    System.out.println(word);
    System.out.flush();
  }
}
