package heartbeat.notify;

import heartbeat.model.Delivery;
import heartbeat.model.JobName;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Delivers what waits in the outbox: in order for each job, one process at a time for a job, never
 * an item twice. Only a process that is killed, or a machine that stops, between a server's answer
 * and the removal of the item makes it go out once more: that is better than losing it.
 *
 * <p>Of a job's pings, one that fails for now stops those behind it to the same server, so that
 * they stay in order; the same holds for its mails. But one that has failed several times no longer
 * holds up the others: the fault may be its own.
 */
public final class OutboxDelivery {
  private final Outbox outbox;
  private final Senders senders;
  private final Function<JobName, Duration> keep;
  private final InstantSource clock;
  private final RandomGenerator random;

  /** An item, and what became of the attempt to deliver it. */
  public record Outcome(OutboxItem item, Delivery delivery) {}

  /**
   * What one pass over the outbox did.
   *
   * @param delivered and removed
   * @param rejected permanently, and removed: the server's answer must be told to somebody
   * @param givenUp removed because they had waited for longer than {@code outbox-keep}
   * @param failed for now; they wait
   * @param overtaken how many pings were removed that a later one made pointless
   * @param waiting how many items of the own job are left; 0 for a {@link #flush}
   * @param problems what else went wrong, for people
   */
  public record Report(
      List<Outcome> delivered,
      List<Outcome> rejected,
      List<Outcome> givenUp,
      List<Outcome> failed,
      int overtaken,
      int waiting,
      List<String> problems) {
    public Report {
      delivered = List.copyOf(delivered);
      rejected = List.copyOf(rejected);
      givenUp = List.copyOf(givenUp);
      failed = List.copyOf(failed);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Delivers from this outbox.
   *
   * @param keep how long something undelivered of a job is retried
   * @param random for the jitter of the pauses
   */
  public OutboxDelivery(
      Outbox outbox,
      Senders senders,
      Function<JobName, Duration> keep,
      InstantSource clock,
      RandomGenerator random) {
    this.outbox = outbox;
    this.senders = senders;
    this.keep = keep;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Tries every item of this job, then those of other jobs that are due. When this returns, what
   * this process put into the outbox and could not deliver survives a power cut. Throws nothing.
   *
   * @param budget all attempts end when this time is up
   */
  public Report deliver(JobName own, TimeBudget budget) {
    DeliveryPass round = round(budget, budget);
    round.own(own);
    for (JobName other : others(round)) {
      if (!other.equals(own)) {
        round.due(other);
      }
    }
    settle(round);
    return round.report(own);
  }

  /**
   * Tries the items of every job that are due, as a timer does. Throws nothing.
   *
   * @param budget after this time it begins no attempt
   */
  public Report deliverDue(Duration budget) {
    DeliveryPass round = round(TimeBudget.of(budget), TimeBudget.unlimited());
    others(round).forEach(round::due);
    settle(round);
    return round.report(null);
  }

  /**
   * Tries every item of every job, due or not. Throws nothing.
   *
   * @param budget after this time it begins no attempt
   */
  public Report flush(Duration budget) {
    DeliveryPass round = round(TimeBudget.of(budget), TimeBudget.unlimited());
    others(round).forEach(round::own);
    settle(round);
    return round.report(null);
  }

  private DeliveryPass round(TimeBudget budget, TimeBudget ofAttempts) {
    return new DeliveryPass(outbox, senders, keep, clock, random, budget, ofAttempts);
  }

  private List<JobName> others(DeliveryPass round) {
    try {
      return outbox.jobs();
    } catch (IOException e) {
      round.problem(e);
      return List.of();
    }
  }

  private void settle(DeliveryPass round) {
    try {
      outbox.settle();
    } catch (IOException e) {
      round.problem(e);
    }
  }
}
