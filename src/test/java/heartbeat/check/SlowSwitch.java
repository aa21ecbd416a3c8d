package heartbeat.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The switch, slow and obvious: asks in each second of a small world if the check is down now. It
 * knows no deadlines. Times are seconds; -1 is never.
 */
final class SlowSwitch {
  final int period;
  final int grace;
  final int finishGrace;
  final int failAfter;
  final int minDuration;
  final int remind;
  final boolean manualResume;
  final List<String> story = new ArrayList<>();

  String status = "NEW";
  private int lastPing = -1;
  private int started = -1;
  private int firstStart = -1;
  private int alive = -1;
  private int excused = -1;
  private int downSince = -1;
  private int failures;
  private @Nullable UUID rid;

  /** A negative period: a ping is expected whenever the time is a multiple of it. */
  SlowSwitch(
      int period,
      int grace,
      int finishGrace,
      int failAfter,
      int minDuration,
      int remind,
      boolean manualResume) {
    this.period = period;
    this.grace = grace;
    this.finishGrace = finishGrace;
    this.failAfter = failAfter;
    this.minDuration = minDuration;
    this.remind = remind;
    this.manualResume = manualResume;
  }

  /** A second goes by. */
  void second(int t) {
    if (!status.equals("DOWN") && isDown(t)) {
      become("DOWN", t);
    } else if (status.equals("DOWN") && remind > 0 && t > downSince) {
      if ((t - downSince) % remind == 0) {
        story.add(t + " remind");
      }
    }
  }

  private boolean isDown(int t) {
    boolean late = isMissing(t);
    if (started < 0) {
      return late;
    }
    int patience = finishGrace > 0 ? finishGrace : grace;
    if (alive >= 0 && t < alive + patience) {
      return false;
    }
    return finishGrace > 0 ? t >= firstStart + finishGrace : late || t >= started + grace;
  }

  private boolean isMissing(int t) {
    return status.equals("UP") && t >= expected() + grace;
  }

  private int expected() {
    int from = Math.max(lastPing, excused);
    if (period > 0) {
      return from + period;
    }
    int t = from + 1;
    while (t % -period != 0) {
      t++;
    }
    return t;
  }

  void ping(Signal signal, @Nullable UUID id, int t) {
    if (status.equals("PAUSED") && manualResume) {
      return;
    }
    if (signal == Signal.START) {
      firstStart = started < 0 ? t : firstStart;
      started = t;
      rid = id;
    } else if (signal == Signal.ALIVE) {
      alive = started < 0 ? -1 : t;
    } else if (signal == Signal.SUCCESS || signal == Signal.FAILURE) {
      boolean same = started >= 0 && Objects.equals(rid, id);
      boolean failed = signal == Signal.FAILURE;
      boolean bad = failed || (same && t - started < minDuration);
      int patience = finishGrace > 0 ? finishGrace : grace;
      boolean hopeless = t >= Math.max(started, alive) + patience;
      if (same || failed || id == null || hopeless) {
        started = -1;
        alive = -1;
      } else {
        firstStart = started;
      }
      lastPing = t;
      excused = -1;
      failures = bad ? failures + 1 : 0;
      if (failures >= failAfter) {
        become("DOWN", t);
      } else if (!bad || !status.equals("DOWN")) {
        become("UP", t);
      }
    }
  }

  void pause(int t) {
    started = -1;
    alive = -1;
    become("PAUSED", t);
  }

  void resume(int t) {
    if (status.equals("PAUSED")) {
      lastPing = -1;
      started = -1;
      alive = -1;
      excused = -1;
      failures = 0;
      become("NEW", t);
    }
  }

  /** Nothing was heard, and no second was asked, in between. */
  void outage(int from, int to) {
    if (status.equals("DOWN")) {
      return;
    }
    if (status.equals("UP") && (started < 0 || isMissedFirst())) {
      int hidden = to - from >= 60 ? expected() : expected() + grace;
      if (hidden <= to && expected() + grace > from) {
        excused = to;
      }
    }
    if (started >= 0 && firstDown(from, to)) {
      alive = to;
    }
  }

  /** Whether the schedule would call it down before the run does. */
  private boolean isMissedFirst() {
    return finishGrace <= 0
        && expected() + grace < started + grace
        && (alive < 0 || alive + grace <= expected() + grace);
  }

  private boolean firstDown(int from, int to) {
    boolean byRun = !isMissing(to) || !isMissedFirst();
    return byRun && isDown(to) && !isDown(from);
  }

  /** The clock was set back. */
  void back(int t) {
    lastPing = Math.min(lastPing, t);
    started = Math.min(started, t);
    firstStart = Math.min(firstStart, t);
    alive = Math.min(alive, t);
    excused = Math.min(excused, t);
  }

  private void become(String next, int t) {
    if (!status.equals(next)) {
      story.add(t + " " + status + ">" + next);
      if (next.equals("DOWN")) {
        story.add(t + " alert down");
        downSince = t;
      } else if (next.equals("UP") && status.equals("DOWN")) {
        story.add(t + " alert recovered");
      }
      status = next;
    }
  }
}
