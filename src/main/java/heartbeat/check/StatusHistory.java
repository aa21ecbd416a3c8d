package heartbeat.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How a check stood in the past, as its flips tell it.
 *
 * @param stretches in order, without gaps; empty when nothing is known
 */
public record StatusHistory(List<Stretch> stretches) {
  /** A time in which the status was the same. */
  public record Stretch(Status status, Instant from, Instant until) {}

  public StatusHistory {
    stretches = List.copyOf(stretches);
  }

  /**
   * What is known of a time.
   *
   * @param up for how long it was up
   * @param down for how long it was down
   * @param times how often it went down
   */
  public record Share(Duration up, Duration down, int times) {
    /** Whether anything is known: it was neither new nor paused all the time. */
    public boolean isKnown() {
      return up.plus(down).isPositive();
    }

    /** The part of the known time in which it was up, from 0 to 1. */
    public double uptime() {
      long all = up.plus(down).toMillis();
      return all == 0 ? 1 : (double) up.toMillis() / all;
    }
  }

  /**
   * Builds it.
   *
   * @param flips the newest first
   * @param state as it is now
   * @param from earlier times are of no interest: the status there was the one before the first
   *     flip
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

  /** How it stood between these two. */
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
