package heartbeat.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The runs of a check that have begun and not ended, and the run that failed last. */
final class Runs {
  private final Check check;
  private final Instant now;
  private CheckState.@Nullable Run run;
  private CheckState.Others others;

  /** Takes the runs from the state. A start in the future becomes now: the clock was set back. */
  Runs(Check check, CheckState before, Instant now) {
    this.check = check;
    this.now = now;
    CheckState.Run last = before.run();
    CheckState.Others seen = before.others();
    CheckState.Run bad = seen.bad();
    run = last == null ? null : notAfterNow(last);
    others =
        new CheckState.Others(
            seen.overlap(),
            seen.overtaken().stream().map(this::notAfterNow).toList(),
            bad == null ? null : notAfterNow(bad));
  }

  /** The run that began last; null when it has ended. */
  CheckState.@Nullable Run last() {
    return run;
  }

  CheckState.Others others() {
    return others;
  }

  /**
   * A run begins. When another run with an id is still running, it is overtaken and must still end
   * in time.
   */
  void begins(@Nullable UUID rid) {
    CheckState.Run before = run;
    List<CheckState.Run> overtaken = without(rid);
    run = CheckState.Run.begun(now, rid);
    boolean again = before != null && before.rid() != null && before.rid().equals(rid);
    if (before != null && (again || before.rid() == null)) {
      run = new CheckState.Run(now, rid, before.first(), before.alive());
    } else if (before != null) {
      Instant started = before.started();
      overtaken.add(new CheckState.Run(started, before.rid(), started, before.alive()));
      run = new CheckState.Run(now, rid, now, before.alive());
    }
    boolean overlap = before != null && !again && inTime(before);
    int most = Math.min(overtaken.size(), CheckState.MOST_OVERTAKEN);
    others =
        new CheckState.Others(
            others.overlap() || overlap, overtaken.subList(0, most), others.bad());
  }

  /** A run sends an alive ping. */
  void lives(@Nullable UUID rid) {
    if (rid != null && overtaken(rid) != null) {
      List<CheckState.Run> overtaken = new ArrayList<>();
      for (CheckState.Run one : others.overtaken()) {
        overtaken.add(rid.equals(one.rid()) ? one.heardAt(now) : one);
      }
      others = new CheckState.Others(others.overlap(), overtaken, others.bad());
    } else if (run != null) {
      run = run.heardAt(now);
    }
  }

  /** A run ends as skipped: it did no work. The run before it continues. */
  void skipped(@Nullable UUID rid) {
    List<CheckState.Run> overtaken = without(rid);
    boolean overlap = others.overlap();
    if (run != null && Objects.equals(run.rid(), rid)) {
      // The skipped run overlapped no other: the run before it is now the only one.
      overlap &= overtaken.isEmpty();
      run = overtaken.isEmpty() ? null : overtaken.removeLast();
    }
    others = new CheckState.Others(overlap, overtaken, others.bad());
  }

  /** A run ends; returns the run, or null when its start is not known. */
  CheckState.@Nullable Run ends(boolean failed, @Nullable UUID rid) {
    CheckState.Run mine = run != null && Objects.equals(run.rid(), rid) ? run : overtaken(rid);
    boolean overlap = others.overlap() && !waitedForItsEnd(mine);
    List<CheckState.Run> overtaken = rid == null ? new ArrayList<>() : without(rid);
    overtaken.removeIf(one -> !inTime(one));
    if (run != null) {
      boolean same = run.equals(mine);
      boolean known = mine != null && !same;
      boolean goesOn = !same && rid != null && (known || !failed) && inTime(run);
      run =
          goesOn ? new CheckState.Run(run.started(), run.rid(), run.started(), run.alive()) : null;
    }
    others = new CheckState.Others(overlap, overtaken, others.bad());
    return mine;
  }

  /**
   * A run has failed, by a failure ping or because its success came too fast; {@code mine} is null
   * when its start is not known.
   */
  void failed(CheckState.@Nullable Run mine, @Nullable UUID rid, boolean tooFast) {
    CheckState.Run bad = CheckState.Run.begun(mine == null ? now : mine.started(), rid);
    others = others.after(tooFast ? bad.heardAt(now) : bad);
  }

  /** Whether this is the ping that told of the run that failed last. */
  boolean isOfTheFailed(boolean failed, @Nullable UUID rid) {
    CheckState.Run bad = others.bad();
    return rid != null && bad != null && rid.equals(bad.rid()) && failed == (bad.alive() == null);
  }

  /**
   * Whether the check is up again now that this run has completed. A run that began before the
   * failed one does not show that the problem is solved, unless it is the failed run itself, which
   * completes after all.
   */
  boolean recovered(CheckState.@Nullable Run good) {
    CheckState.Run bad = others.bad();
    boolean tooOld =
        bad != null
            && good != null
            && good.started().isBefore(bad.started())
            && (good.rid() == null || !good.rid().equals(bad.rid()));
    if (!tooOld) {
      others = others.after(null);
    }
    return !tooOld;
  }

  /** Forgets all runs. */
  void forget() {
    run = null;
    others = CheckState.Others.NONE;
  }

  /** Treats all runs that have not ended as if they had sent an alive ping at this time. */
  void heardAt(Instant time) {
    run = run == null ? null : run.heardAt(time);
    others = others.heardAt(time);
  }

  /**
   * Handles an outage of the switch: a run whose end may have been lost gets its grace again.
   * Returns whether there is such a run.
   *
   * @param stall whether the outage was so short that a run which sends alive pings can't be lost
   */
  boolean excuse(Instant from, Instant to, boolean stall) {
    boolean any = false;
    if (run != null && mayHaveEnded(run, from, to, stall)) {
      run = run.heardAt(to);
      any = true;
    }
    List<CheckState.Run> overtaken = new ArrayList<>();
    for (CheckState.Run one : others.overtaken()) {
      boolean hidden = mayHaveEnded(one, from, to, stall);
      overtaken.add(hidden ? one.heardAt(to) : one);
      any |= hidden;
    }
    others = new CheckState.Others(others.overlap(), overtaken, others.bad());
    return any;
  }

  private boolean mayHaveEnded(CheckState.Run going, Instant from, Instant to, boolean stall) {
    Instant deadline = Deadline.slow(check, going).at();
    return deadline.isAfter(from) && !deadline.isAfter(to) && !(stall && going.alive() != null);
  }

  private CheckState.@Nullable Run overtaken(@Nullable UUID rid) {
    for (CheckState.Run one : others.overtaken()) {
      if (rid != null && rid.equals(one.rid())) {
        return one;
      }
    }
    return null;
  }

  private List<CheckState.Run> without(@Nullable UUID rid) {
    List<CheckState.Run> left = new ArrayList<>(others.overtaken());
    left.removeIf(one -> rid != null && rid.equals(one.rid()));
    return left;
  }

  /**
   * Whether the next run did not begin on time because this one was still running: then the runs of
   * this check do not overlap.
   */
  private boolean waitedForItsEnd(CheckState.@Nullable Run mine) {
    return mine != null
        && mine.equals(run)
        && others.overtaken().isEmpty()
        && !now.isBefore(check.schedule().next(mine.started()).plus(check.grace()));
  }

  /**
   * Whether a run is still within its grace. A run that is overdue was reported; it is given up
   * when another run completes.
   */
  private boolean inTime(CheckState.Run going) {
    return now.isBefore(going.lastHeard().plus(check.runGrace()));
  }

  private CheckState.Run notAfterNow(CheckState.Run seen) {
    Instant alive = seen.alive();
    return new CheckState.Run(
        earlier(seen.started()),
        seen.rid(),
        earlier(seen.first()),
        alive == null ? null : earlier(alive));
  }

  private Instant earlier(Instant time) {
    return time.isAfter(now) ? now : time;
  }
}
