package heartbeat.server.page;

import heartbeat.check.Deadline;
import heartbeat.check.DisplayStatus;
import heartbeat.server.store.StoredCheck;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * How many checks there are in each state, and the most urgent of those that a filter lets through.
 *
 * @param all of all checks
 * @param named of those that the filter names by tag or word, in whatever state
 * @param fit of those that the filter lets through
 */
record FilteredChecks(
    Map<DisplayStatus, Integer> all,
    Map<DisplayStatus, Integer> named,
    Map<DisplayStatus, Integer> fit,
    List<Found> urgent) {
  /** A check and its state. */
  record Found(StoredCheck stored, DisplayStatus look) {}

  private static final Comparator<Found> URGENCY =
      Comparator.comparingInt((Found one) -> StatusCounts.ORDER.indexOf(one.look))
          .thenComparing(one -> one.stored.check().name(), String.CASE_INSENSITIVE_ORDER);

  /** Keeps {@code most} of the checks at most: there may be very many. */
  static FilteredChecks of(
      Iterable<StoredCheck> checks, CheckFilter filter, Instant now, int most) {
    Map<DisplayStatus, Integer> all = new EnumMap<>(DisplayStatus.class);
    Map<DisplayStatus, Integer> named = new EnumMap<>(DisplayStatus.class);
    Map<DisplayStatus, Integer> fit = new EnumMap<>(DisplayStatus.class);
    PriorityQueue<Found> urgent = new PriorityQueue<>(URGENCY.reversed());
    for (StoredCheck stored : checks) {
      DisplayStatus look = Deadline.shown(stored.check(), stored.state(), now);
      all.merge(look, 1, Integer::sum);
      if (filter.names(stored.check())) {
        named.merge(look, 1, Integer::sum);
        if (filter.fits(look)) {
          fit.merge(look, 1, Integer::sum);
          urgent.add(new Found(stored, look));
          if (urgent.size() > most) {
            urgent.remove();
          }
        }
      }
    }
    return new FilteredChecks(all, named, fit, urgent.stream().sorted(URGENCY).toList());
  }
}
