package heartbeat.watch;

import heartbeat.capture.Progress;
import heartbeat.model.Human;
import heartbeat.process.Invocation;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** On a terminal, one line that shows how far the run has come; nothing in a pipe or under cron. */
final class LiveLine {
  private static final long EVERY_MILLIS = 500;
  private static final int WIDTH = 79;
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream out;
  private final Supplier<@Nullable Progress> progress;
  private boolean over;

  private LiveLine(PrintStream out, Supplier<@Nullable Progress> progress) {
    this.out = out;
    this.progress = progress;
  }

  /** Shows it from now on, until it is closed, if standard error is a terminal. */
  static LiveLine start(Invocation invocation, Supplier<@Nullable Progress> progress) {
    LiveLine line = new LiveLine(invocation.err(), progress);
    boolean plain = invocation.environment().containsKey("NO_COLOR");
    if (Invocation.isTerminal(2) && !plain) {
      line.over = !line.begin();
    } else {
      line.over = true;
    }
    return line;
  }

  private boolean begin() {
    try {
      Thread.ofPlatform().daemon().name("heartbeat-live").start(this::show);
      return true;
    } catch (OutOfMemoryError noThread) {
      return false;
    }
  }

  private synchronized void show() {
    try {
      while (!over) {
        wait(EVERY_MILLIS);
        Progress now = over ? null : progress.get();
        if (now != null) {
          out.print(ERASE + text(now));
          out.flush();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static String text(Progress now) {
    String text =
        Human.duration(now.elapsed().truncatedTo(ChronoUnit.SECONDS))
            + "  "
            + Human.bytes(now.bytes())
            + "  "
            + now.lastLine();
    return text.length() <= WIDTH ? text : text.substring(0, WIDTH);
  }

  synchronized void close() {
    if (!over) {
      over = true;
      notifyAll();
      out.print(ERASE);
      out.flush();
    }
  }
}
