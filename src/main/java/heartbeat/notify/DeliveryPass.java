package heartbeat.notify;

import com.google.gson.JsonParseException;
import heartbeat.files.FileLocks;
import heartbeat.model.Delivery;
import heartbeat.model.JobName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One pass of an {@link OutboxDelivery} over the jobs. */
final class DeliveryPass {
  /** How long to wait for another process that is delivering for the same job. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final long FIRST_PAUSE_MILLIS = 10;
  private static final long LONGEST_PAUSE_MILLIS = 200;

  private final Outbox outbox;
  private final Senders senders;
  private final Function<JobName, Duration> keep;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final long begun = System.nanoTime();
  private final TimeBudget budget;
  private final TimeBudget ofAttempts;

  final List<OutboxDelivery.Outcome> delivered = new ArrayList<>();
  final List<OutboxDelivery.Outcome> rejected = new ArrayList<>();
  final List<OutboxDelivery.Outcome> givenUp = new ArrayList<>();
  final List<OutboxDelivery.Outcome> failed = new ArrayList<>();
  int overtaken;
  private final List<String> problems = new ArrayList<>();

  DeliveryPass(
      Outbox outbox,
      Senders senders,
      Function<JobName, Duration> keep,
      InstantSource clock,
      RandomGenerator random,
      TimeBudget budget,
      TimeBudget ofAttempts) {
    this.outbox = outbox;
    this.senders = senders;
    this.keep = keep;
    this.clock = clock;
    this.random = random;
    this.budget = budget;
    this.ofAttempts = ofAttempts;
  }

  /** Delivers every item of a job; waits a little for another process that delivers for it. */
  void own(JobName job) {
    job(job, true);
  }

  /** Delivers the items of a job that are due; nothing when another process delivers for it. */
  void due(JobName job) {
    if (!timeIsUp()) {
      job(job, false);
    }
  }

  private void job(JobName job, boolean all) {
    OutboxFolder folder = outbox.folderOf(job);
    try {
      if (!(all ? !folder.envelopes().isEmpty() : anyDue(folder))) {
        return;
      }
      if (!Files.isWritable(folder.path())) {
        // An item that can't be removed would be delivered again and again.
        problems.add("can't deliver what waits in " + folder.path() + ": it can't be written");
        return;
      }
      try (FileLocks.Held lock = lock(job, folder.path().resolve("lock"), all)) {
        if (lock != null) {
          new JobDelivery(this, folder, keep.apply(job), all).deliver();
          folder.tidy(now());
        }
      }
    } catch (IOException e) {
      problem(e);
    }
  }

  private boolean anyDue(OutboxFolder folder) throws IOException {
    for (String name : folder.envelopes()) {
      try {
        OutboxItem item = folder.read(name);
        if (item != null && item.history().isDue(now())) {
          return true;
        }
      } catch (JsonParseException e) {
        return true;
      }
    }
    return false;
  }

  /** The job's lock; null when another process holds it, or has delivered everything meanwhile. */
  private FileLocks.@Nullable Held lock(JobName job, Path file, boolean wait) throws IOException {
    for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS)) {
      FileLocks.Held lock = outbox.locks().tryTake(file);
      if (lock != null || !wait) {
        return lock;
      }
      Duration waited = Duration.ofNanos(System.nanoTime() - begun);
      if (timeIsUp() || waited.compareTo(PATIENCE) > 0 || !outbox.ownItemsWait(job)) {
        return null;
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
    }
  }

  /**
   * Sends it; a failure is an answer, too.
   *
   * @param shared whether an item behind it goes another way: a server that hangs must not use up
   *     all the time
   */
  Delivery send(OutboxItem item, boolean shared) {
    TimeBudget own = shared ? ofAttempts.half() : ofAttempts;
    try {
      return switch (item) {
        case OutboxItem.Ping ping -> senders.ping(ping.ping(), own);
        case OutboxItem.Mail mail -> senders.mail(mail, own);
        case OutboxItem.Message message -> senders.message(message.message(), own);
      };
    } catch (RuntimeException e) {
      // Its message may hold a URL, and that a secret.
      return new Delivery.Undelivered("heartbeat failed: " + e.getClass().getName(), false);
    }
  }

  /** Whether another process is about to attach the log to this mail. */
  boolean isBeingWritten(OutboxItem item) {
    return item instanceof OutboxItem.Mail mail
        && mail.awaitsLog()
        && mail.history().attempts() == 0
        && !mail.history().isDue(now())
        && !outbox.isOwn(mail);
  }

  boolean timeIsUp() {
    return budget.isSpent();
  }

  Instant now() {
    return clock.instant();
  }

  double chance() {
    return random.nextDouble();
  }

  void problem(IOException e) {
    problem(String.valueOf(e.getMessage()));
  }

  void problem(String text) {
    problems.add(text);
  }

  OutboxDelivery.Report report(@Nullable JobName own) {
    int waiting = 0;
    try {
      waiting = own == null ? 0 : outbox.folderOf(own).envelopes().size();
    } catch (IOException e) {
      problem(e);
    }
    return new OutboxDelivery.Report(
        delivered, rejected, givenUp, failed, overtaken, waiting, problems);
  }
}
