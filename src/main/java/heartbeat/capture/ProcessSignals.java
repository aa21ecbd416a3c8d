package heartbeat.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The signals that are sent to this process. {@code sun.misc.Signal} (module jdk.unsupported) is
 * the only way to them without native code; it leaves a signal ignored that was ignored at the
 * start.
 */
public final class ProcessSignals implements SignalSource {
  private static final List<String> NAMES = List.of("TERM", "INT", "HUP", "QUIT");

  @Override
  public Listening listen(IntConsumer receiver) {
    List<Runnable> undo = new ArrayList<>();
    for (String name : NAMES) {
      try {
        Signal signal = new Signal(name);
        SignalHandler before = Signal.handle(signal, sent -> receiver.accept(sent.getNumber()));
        undo.add(() -> Signal.handle(signal, before));
      } catch (IllegalArgumentException e) {
        // The JVM keeps QUIT for its thread dumps; a native image leaves it to us.
      }
    }
    return () -> undo.forEach(Runnable::run);
  }
}
