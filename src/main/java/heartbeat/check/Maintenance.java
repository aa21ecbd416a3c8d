package heartbeat.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Times in which alerts wait: work is done, and what goes down meanwhile surprises nobody. What is
 * still down when such a time ends is told then.
 *
 * @param why for people; may be empty
 */
public record Maintenance(Scope scope, Times times, String why) {
  /** Windows that follow each other without a gap are one; more than this many are not joined. */
  private static final int MOST_JOINED = 1_000;

  /**
   * Which checks it is about; both lists empty: all.
   *
   * @param checks by name, slug or UUID
   */
  public record Scope(List<String> checks, List<String> tags) {
    /** All checks. */
    public static final Scope ALL = new Scope(List.of(), List.of());

    public Scope {
      checks = List.copyOf(checks);
      tags = List.copyOf(tags);
    }

    /** Whether this check is one of them. */
    public boolean covers(Check check) {
      boolean all = checks.isEmpty() && tags.isEmpty();
      return all
          || checks.contains(check.name())
          || (!check.slug().isEmpty() && checks.contains(check.slug()))
          || checks.contains(check.uuid().toString())
          || check.tags().stream().anyMatch(tags::contains);
    }
  }

  /** When it is. */
  public sealed interface Times {
    /** When the window ends in which this moment lies; null: it lies in none. */
    @Nullable Instant end(Instant now);

    /** When the next window after this moment begins; null: never. */
    @Nullable Instant next(Instant now);
  }

  /** Once; {@code until} is not in it any more. */
  public record Once(Instant from, Instant until) implements Times {
    @Override
    public @Nullable Instant end(Instant now) {
      return now.isBefore(from) || !now.isBefore(until) ? null : until;
    }

    @Override
    public @Nullable Instant next(Instant now) {
      return now.isBefore(from) ? from : null;
    }
  }

  /** Again and again, so long each time. */
  public record Repeated(Schedule starts, Duration length) implements Times {
    @Override
    public @Nullable Instant end(Instant now) {
      Instant start = starts.next(now.minus(length));
      return start.isAfter(now) ? null : start.plus(length);
    }

    @Override
    public Instant next(Instant now) {
      return starts.next(now);
    }
  }

  /** Whether this check's alerts wait at this moment because of it. */
  public boolean holds(Check check, Instant now) {
    return scope.covers(check) && times.end(now) != null;
  }

  /** When this check's alerts may be sent again; null: now. */
  public static @Nullable Instant end(List<Maintenance> all, Check check, Instant now) {
    Instant end = null;
    List<Maintenance> its = all.stream().filter(one -> one.scope.covers(check)).toList();
    for (int joined = 0; joined < MOST_JOINED; joined++) {
      Instant from = end == null ? now : end;
      Instant later = null;
      for (Maintenance one : its) {
        Instant until = one.times.end(from);
        later = until != null && (later == null || until.isAfter(later)) ? until : later;
      }
      if (later == null) {
        break;
      }
      end = later;
    }
    return end;
  }
}
