package heartbeat.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Times in which alerts wait, because people work on the systems and expect problems. A check that
 * is still down at the end is reported then.
 *
 * @param why for people; may be empty
 */
public record Maintenance(Scope scope, Times times, String why) {
  /** Windows without a gap between them count as one; at most this many are joined. */
  private static final int MOST_JOINED = 1_000;

  /**
   * The checks of a maintenance; both lists empty: all checks.
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

  /** A time span; {@code until} is no longer part of it. */
  public record Span(Instant from, Instant until) {}

  /** The windows of a maintenance. */
  public sealed interface Times {
    /** The window that contains this moment; null: none. */
    @Nullable Span around(Instant now);

    /** When the next window after this moment begins; null: never. */
    @Nullable Instant next(Instant now);
  }

  /** One window; {@code until} is no longer part of it. */
  public record Once(Instant from, Instant until) implements Times {
    @Override
    public @Nullable Span around(Instant now) {
      return now.isBefore(from) || !now.isBefore(until) ? null : new Span(from, until);
    }

    @Override
    public @Nullable Instant next(Instant now) {
      return now.isBefore(from) ? from : null;
    }
  }

  /** A window of the same length at each time of a schedule. */
  public record Repeated(Schedule starts, Duration length) implements Times {
    @Override
    public @Nullable Span around(Instant now) {
      Instant start = starts.next(now.minus(length));
      return start.isAfter(now) ? null : new Span(start, start.plus(length));
    }

    @Override
    public Instant next(Instant now) {
      return starts.next(now);
    }
  }

  /** The window in which this check's alerts wait at this moment; null: they do not. */
  public static @Nullable Span of(Check check, List<Maintenance> all, Instant now) {
    List<Maintenance> its = all.stream().filter(one -> one.scope.covers(check)).toList();
    Span joined = null;
    for (int i = 0; i < MOST_JOINED; i++) {
      Span more = longest(its, joined == null ? now : joined.until);
      if (more == null) {
        break;
      }
      joined = joined == null ? more : new Span(joined.from, more.until);
    }
    return joined;
  }

  private static @Nullable Span longest(List<Maintenance> all, Instant now) {
    Span longest = null;
    for (Maintenance one : all) {
      Span span = one.times.around(now);
      if (span != null && (longest == null || span.until.isAfter(longest.until))) {
        longest = span;
      }
    }
    return longest;
  }
}
