package heartbeat.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The past statuses of a check, computed from its flips.
 *
 * @param stretches in order, without gaps; empty when nothing is known
 */
public record StatusHistory(List<Stretch> stretches) {
  /** A time span with one status. */
  public record Stretch(Status status, Instant from, Instant until) {}

  public StatusHistory {
    stretches = List.copyOf(stretches);
  }

  /**
   * Sums over a time span.
   *
   * @param up how long the check was up
   * @param down how long it was down
   * @param times how often it went down
   */
  public record Share(Duration up, Duration down, int times) {
    /** Whether anything is known: false when the check was new or paused all the time. */
    public boolean isKnown() {
      return up.plus(down).isPositive();
    }

    /** The share of the known time in which it was up, from 0 to 1. */
    public double uptime() {
      long all = up.plus(down).toMillis();
      return all == 0 ? 1 : (double) up.toMillis() / all;
    }
  }

  /**
   * Builds the history.
   *
   * @param flips the newest first
   * @param state the current state
   * @param from where the history begins
   */
  public static StatusHistory of(List<Flip> flips, CheckState state, Instant from, Instant now) {
    List<Stretch> stretches = new ArrayList<>();
    Instant at = from;
    Status status = flips.isEmpty() ? state.status() : flips.getLast().from();
    for (Flip flip : flips.reversed()) {
      if (flip.at().isAfter(at)) {
        stretches.add(new Stretch(status, at, flip.at()));
        at = flip.at();
      }
      status = flip.to();
    }
    if (now.isAfter(at)) {
      stretches.add(new Stretch(status, at, now));
    }
    return new StatusHistory(stretches);
  }

  /** The sums between two times. */
  public Share between(Instant from, Instant until) {
    Duration up = Duration.ZERO;
    Duration down = Duration.ZERO;
    int times = 0;
    for (Stretch stretch : stretches) {
      Instant begin = stretch.from.isBefore(from) ? from : stretch.from;
      Instant end = stretch.until.isAfter(until) ? until : stretch.until;
      if (!end.isAfter(begin)) {
        continue;
      }
      if (stretch.status == Status.UP) {
        up = up.plus(Duration.between(begin, end));
      } else if (stretch.status == Status.DOWN) {
        down = down.plus(Duration.between(begin, end));
        times += stretch.from.isBefore(from) ? 0 : 1;
      }
    }
    return new Share(up, down, times);
  }
}
