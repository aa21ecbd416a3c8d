package heartbeat.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class LateSignalsTest {
  private final List<Integer> ends = new ArrayList<>();
  private IntConsumer process = signal -> {};
  private final SignalSource source =
      receiver -> {
        process = receiver;
        return () -> process = signal -> {};
      };

  @Test
  void aSignalWaitsUntilAllIsOnDisk() {
    LateSignals signals = LateSignals.begin(source, ends::add);
    process.accept(15);
    assertThat(ends).isEmpty();
    signals.nowSafe();
    assertThat(ends).containsExactly(143);
  }

  @Test
  void whatIsOnDiskIsLeftToALaterRunAtOnce() {
    LateSignals signals = LateSignals.begin(source, ends::add);
    signals.nowSafe();
    assertThat(ends).isEmpty();
    process.accept(2);
    assertThat(ends).containsExactly(130);
  }

  @Test
  void aSecondSignalWaitsForNothing() {
    LateSignals.begin(source, ends::add);
    process.accept(15);
    process.accept(2);
    assertThat(ends).containsExactly(130);
  }

  @Test
  void aTerminalThatGoesAwayEndsNothing() {
    LateSignals signals = LateSignals.begin(source, ends::add);
    process.accept(1);
    signals.nowSafe();
    process.accept(1);
    assertThat(ends).isEmpty();
  }
}
