package heartbeat.cli;

import heartbeat.process.ExitStatus;
import heartbeat.process.Refusal;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The hidden command for the launcher's trial: tries whether this process gets what a run needs.
 * The launcher calls it when memory, processes or descriptors are limited, with a little less of
 * them than a run will have. If it fails, heartbeat does not watch the run, and the job runs
 * unharmed.
 */
public final class TrialStartCommand {
  /** A run has up to nine at once beside the first: reading, copying, waiting, sending. */
  private static final int THREADS = 12;

  private static final int CHILD_SECONDS = 10;

  private TrialStartCommand() {}

  /**
   * The argument is the command that will follow, if any. Succeeds when it gets everything; if the
   * runtime breaks meanwhile, that is an answer, too.
   */
  public static int run(String[] arguments) throws InterruptedException {
    if (arguments.length == 0) {
      throw new Refusal(ExitStatus.USAGE, "'trial-start' is a command; choose another job name");
    }
    CountDownLatch all = new CountDownLatch(THREADS);
    try {
      for (int i = 0; i < THREADS; i++) {
        Thread.ofPlatform().daemon().start(() -> meet(all));
      }
      boolean startsProcess = arguments[0].equals("exec");
      return startsProcess && !startsChild() ? ExitStatus.FAILURE : ExitStatus.OK;
    } catch (IOException | OutOfMemoryError scarce) {
      return ExitStatus.FAILURE;
    }
  }

  /** Waits until all threads run: they must exist at the same time. */
  private static void meet(CountDownLatch all) {
    try {
      all.countDown();
      all.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As {@code exec} does, with a pipe of its own; a log, a lock and a record are files, too. */
  private static boolean startsChild() throws IOException, InterruptedException {
    List<Pipe> files = List.of(Pipe.open(), Pipe.open());
    Process child = new ProcessBuilder("/bin/sh", "-c", ":").start();
    return child.waitFor(CHILD_SECONDS, TimeUnit.SECONDS)
        && child.exitValue() == 0
        && files.stream().allMatch(pipe -> pipe.sink().isOpen());
  }
}
