package heartbeat.process;

import java.util.function.IntConsumer;

/**
 * What signals do after the output has been read. HUP, from a terminal that goes away, does
 * nothing. TERM, INT and QUIT end the process as soon as all notifications are on disk: a later run
 * delivers them. A second signal ends it at once.
 */
public final class LateSignals implements AutoCloseable {
  private static final int HUP = 1;

  private final SignalSource.Listening listening;
  private final IntConsumer end;
  private boolean safe;
  private int first;

  private LateSignals(SignalSource source, IntConsumer end) {
    this.end = end;
    this.listening = source.listen(this::came);
  }

  /**
   * Listens from now on. While the output is read, the reader gets the signals instead.
   *
   * @param end ends the process with this status
   */
  public static LateSignals begin(SignalSource source, IntConsumer end) {
    return new LateSignals(source, end);
  }

  private synchronized void came(int signal) {
    if (signal == HUP) {
      return;
    }
    if (safe || first != 0) {
      end.accept(128 + signal);
    }
    first = signal;
  }

  /** All notifications of the run are on disk. */
  public synchronized void nowSafe() {
    safe = true;
    if (first != 0) {
      end.accept(128 + first);
    }
  }

  @Override
  public void close() {
    listening.close();
  }
}
