package heartbeat.process;

import java.util.function.IntConsumer;

/**
 * Where the signals come from that this process gets. A seam: a test must be able to "send" one
 * without ending the process that runs the tests.
 */
public interface SignalSource {
  /** For a run that nobody can signal; the process then ends as the run-time does it. */
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
