package heartbeat.process;

import java.util.function.IntConsumer;

/**
 * What signals do once the output has been read. A terminal that goes away (HUP) ends nothing.
 * TERM, INT and QUIT end the process as soon as everything that is to be told is on disk: a later
 * run delivers it. A second one ends it at once.
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
   * Listens from now on; who reads the output listens before it, as long as that lasts.
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

  /** Everything that is to be told is on disk. */
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
