package heartbeat.process;

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

  /**
   * Signals that would end the process (signal(7)) and are meant for others, as by {@code pkill
   * -USR1 -f moodle}. They get a handler that does nothing: a command would inherit an ignored
   * signal. The JVM keeps some for itself.
   */
  private static final List<String> OTHERS =
      List.of("USR1", "USR2", "ALRM", "VTALRM", "PROF", "IO", "PWR", "XCPU", "XFSZ", "STKFLT");

  @Override
  public Listening listen(IntConsumer receiver) {
    List<Runnable> undo = new ArrayList<>();
    NAMES.forEach(name -> handle(name, sent -> receiver.accept(sent.getNumber()), undo));
    OTHERS.forEach(name -> handle(name, sent -> {}, undo));
    return () -> undo.forEach(Runnable::run);
  }

  private static void handle(String name, SignalHandler handler, List<Runnable> undo) {
    try {
      Signal signal = new Signal(name);
      SignalHandler before = Signal.handle(signal, handler);
      undo.add(() -> Signal.handle(signal, before));
    } catch (IllegalArgumentException e) {
      // The JVM keeps QUIT for its thread dumps; a native image leaves it to us.
    }
  }
}
