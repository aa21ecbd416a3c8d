package heartbeat.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private boolean overlap;
  private int badBegan = -1;
  private @Nullable UUID badRid;
  private boolean badBySuccess;

  /** Start and last sign of life of runs that a later one has overtaken. */
  private final Map<UUID, int[]> overtaken = new LinkedHashMap<>();

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

  private int patience() {
    return finishGrace > 0 ? finishGrace : grace;
  }

  private boolean isDown(int t) {
    for (int[] run : overtaken.values()) {
      if (t >= Math.max(run[0], run[1]) + patience()) {
        return true;
      }
    }
    return lastRunIsDown(t);
  }

  private boolean lastRunIsDown(int t) {
    boolean late = isMissing(t);
    if (started < 0) {
      return late;
    }
    if (startsAreDue()) {
      return late || t >= Math.max(firstStart, alive) + finishGrace;
    }
    if (alive >= 0 && t < alive + patience()) {
      return false;
    }
    return finishGrace > 0 ? t >= firstStart + finishGrace : late || t >= started + grace;
  }

  private boolean startsAreDue() {
    return started >= 0 && finishGrace > 0 && overlap;
  }

  private boolean isMissing(int t) {
    boolean waits = status.equals("UP") || (status.equals("NEW") && startsAreDue());
    return waits && t >= expected() + grace;
  }

  private int expected() {
    boolean told = startsAreDue() && lastPing >= next(started) + grace;
    return next(Math.max(startsAreDue() && !told ? started : lastPing, excused));
  }

  private int next(int from) {
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
      start(id, t);
    } else if (signal == Signal.ALIVE) {
      int[] older = id == null ? null : overtaken.get(id);
      if (older != null) {
        older[1] = t;
      } else {
        alive = started < 0 ? -1 : t;
      }
    } else if (signal == Signal.SUCCESS || signal == Signal.FAILURE) {
      end(signal == Signal.FAILURE, id, t);
    }
  }

  private void start(@Nullable UUID id, int t) {
    boolean again = started >= 0 && rid != null && rid.equals(id);
    if (started >= 0 && !again && t < Math.max(started, alive) + patience()) {
      overlap = true;
    }
    if (id != null) {
      overtaken.remove(id);
    }
    if (started >= 0 && !again && rid != null) {
      overtaken.put(rid, new int[] {started, alive});
      firstStart = t;
    }
    firstStart = started < 0 ? t : firstStart;
    started = t;
    rid = id;
  }

  private void end(boolean failed, @Nullable UUID id, int t) {
    boolean same = started >= 0 && Objects.equals(rid, id);
    int[] overtakenOne = id == null || same ? null : overtaken.get(id);
    boolean older = overtakenOne != null;
    int began = same ? started : overtakenOne != null ? overtakenOne[0] : -1;
    boolean bad = failed || (began >= 0 && t - began < minDuration);
    if (same && overtaken.isEmpty() && t >= next(started) + grace) {
      overlap = false;
    }
    boolean hopeless = t >= Math.max(started, alive) + patience();
    if (same || (failed && !older) || id == null || hopeless) {
      started = -1;
      alive = -1;
    } else {
      firstStart = started;
    }
    if (id == null) {
      overtaken.clear();
    } else {
      overtaken.remove(id);
    }
    overtaken.values().removeIf(run -> t >= Math.max(run[0], run[1]) + patience());
    boolean known = began < 0 && badBegan >= 0 && id != null && id.equals(badRid);
    boolean again = failed != badBySuccess && known && lastPing >= 0 && t < next(lastPing);
    lastPing = t;
    excused = -1;
    if (again) {
      return;
    }
    if (bad) {
      badBegan = began < 0 ? t : began;
      badRid = id;
      badBySuccess = !failed;
      failures++;
      if (failures >= failAfter) {
        become("DOWN", t);
      } else if (!status.equals("DOWN")) {
        become("UP", t);
      }
    } else if (badBegan < 0
        || began < 0
        || began >= badBegan
        || (id != null && id.equals(badRid))) {
      badBegan = -1;
      failures = 0;
      become("UP", t);
    }
  }

  void pause(int t) {
    forget();
    become("PAUSED", t);
  }

  void resume(int t) {
    if (status.equals("PAUSED")) {
      lastPing = -1;
      forget();
      excused = -1;
      failures = 0;
      become("NEW", t);
    }
  }

  private void forget() {
    started = -1;
    alive = -1;
    overlap = false;
    overtaken.clear();
    badBegan = -1;
  }

  /** Nothing was heard, and no second was asked, in between. */
  void outage(int from, int to) {
    if (status.equals("DOWN")) {
      return;
    }
    boolean waits = status.equals("UP") || (status.equals("NEW") && startsAreDue());
    boolean hidden = waits && isHidden(from, to);
    boolean stall = to - from < 20;
    if (started >= 0 && hides(from, to, runDeadline()) && !(stall && alive >= 0)) {
      alive = to;
    }
    for (int[] run : overtaken.values()) {
      if (hides(from, to, Math.max(run[0], run[1]) + patience()) && !(stall && run[1] >= 0)) {
        run[1] = to;
      }
    }
    if (hidden) {
      excused = to;
    }
  }

  private static boolean hides(int from, int to, int deadline) {
    return deadline > from && deadline <= to;
  }

  private int runDeadline() {
    return Math.max(finishGrace > 0 ? firstStart : started, alive) + patience();
  }

  private boolean isHidden(int from, int to) {
    int deadline = expected() + grace;
    if (deadline <= from) {
      return false;
    }
    if (to - from >= 60) {
      return expected() <= to;
    }
    if (excused >= 0) {
      return false;
    }
    return next(to) - to <= 600 ? expected() <= to : to - from >= 20 && deadline <= to;
  }

  /** The clock was set back. */
  void back(int t) {
    lastPing = Math.min(lastPing, t);
    started = Math.min(started, t);
    firstStart = Math.min(firstStart, t);
    alive = Math.min(alive, t);
    excused = Math.min(excused, t);
    badBegan = Math.min(badBegan, t);
    downSince = Math.min(downSince, t);
    for (int[] run : overtaken.values()) {
      run[0] = Math.min(run[0], t);
      run[1] = Math.min(run[1], t);
    }
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
