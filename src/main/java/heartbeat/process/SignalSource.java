package heartbeat.process;

import java.util.function.IntConsumer;

/**
 * The source of the signals that this process gets. A seam for tests, which must be able to "send"
 * a signal without ending their own process.
 */
public interface SignalSource {
  /** No signals: the runtime ends the process as usual. */
  SignalSource NONE = receiver -> () -> {};

  /**
   * From now on gives the number of each signal to end (TERM, INT, HUP, QUIT, as far as the
   * run-time leaves them to us) to this receiver, on any thread. One that was ignored when the
   * process started stays ignored (nohup). Any other that can be caught does nothing.
   */
  Listening listen(IntConsumer receiver);

  /** Ends the listening: signals then do again what they did before. */
  interface Listening extends AutoCloseable {
    @Override
    void close();
  }
}
