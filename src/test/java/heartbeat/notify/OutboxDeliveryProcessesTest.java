package heartbeat.notify;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.journal.ForkedJvm;
import heartbeat.model.PingKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes at one outbox, some of them killed. */
class OutboxDeliveryProcessesTest {
  @TempDir Path state;

  @Test
  void severalProcessesDeliverEachItemOnceAndInOrder() throws Exception {
    Outbox outbox = new Outbox(state.resolve("outbox"), InstantSource.system());
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      expected.add("http://a/" + i);
      outbox.put(Letters.ping(PingKind.FAILURE, "http://a/" + i));
    }
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(ForkedJvm.start(OutboxDeliveryProcess.class, "deliver", state));
    }
    for (Process process : processes) {
      assertEndedWell(process);
    }
    assertThat(Files.readAllLines(state.resolve("delivered"))).isEqualTo(expected);
    assertThat(outbox.counts()).isEmpty();
  }

  @Test
  void aKillAtAnyInstantLosesNothingAndRepeatsAtMostWhatWasOnItsWay() throws Exception {
    Random random = new Random(23);
    int kills = 6;
    for (int i = 0; i < kills; i++) {
      Process process =
          ForkedJvm.start(OutboxDeliveryProcess.class, "work", state, "http://a/" + i);
      var said = process.inputReader(StandardCharsets.UTF_8);
      assertThat(said.readLine()).isEqualTo("at work");
      // However busy the machine is: each gets some work done, and is killed amid the next.
      for (int done = 1 + random.nextInt(5); done > 0; done--) {
        assertThat(said.readLine()).isEqualTo("delivered");
      }
      Thread.sleep(random.nextInt(20));
      process.destroyForcibly().waitFor();
    }
    assertEndedWell(ForkedJvm.start(OutboxDeliveryProcess.class, "deliver", state));

    Map<String, Integer> deliveries = new HashMap<>();
    for (String line : Files.readAllLines(state.resolve("delivered"))) {
      deliveries.merge(line, 1, Integer::sum);
    }
    assertThat(deliveries.keySet())
        .hasSizeGreaterThan(kills * 3)
        .containsAll(Files.readAllLines(state.resolve("accepted")));
    int repeated = deliveries.values().stream().mapToInt(n -> n - 1).sum();
    assertThat(repeated).isLessThanOrEqualTo(kills);
    Outbox outbox = new Outbox(state.resolve("outbox"), InstantSource.system());
    assertThat(outbox.counts()).isEmpty();
    assertThat(state.resolve("outbox/moodle/bad")).doesNotExist();
  }

  private static void assertEndedWell(Process process) throws Exception {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
