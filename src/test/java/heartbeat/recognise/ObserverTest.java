package heartbeat.recognise;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import heartbeat.run.Observation;
import heartbeat.run.Preset;
import heartbeat.run.Rules;
import heartbeat.run.Runs;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ObserverTest {
  private static final Rules MOODLE = Runs.rules(Preset.MOODLE);

  private static String last(String output) {
    return Runs.observe(MOODLE, output).lastLine();
  }

  @Test
  void itCountsBytesAndLines() {
    Observer observer = new Observer(MOODLE);
    assertThat(observer.lines()).isZero();
    byte[] output = "one\ntwo\n\nthree".getBytes(StandardCharsets.UTF_8);
    observer.accept(output, 0, 4);
    assertThat(observer.lines()).isEqualTo(1);
    observer.accept(output, 4, output.length - 4);
    assertThat(observer.lines()).isEqualTo(4);
    assertThat(observer.bytes()).isEqualTo(14);
  }

  @Test
  void theLastLineIsTheLastWithTextOnIt() {
    assertThat(last("one\ntwo\r\n\n \t\r\n")).isEqualTo("two");
    assertThat(last("one\ntwo")).isEqualTo("two");
    assertThat(last("one\n   ")).isEqualTo("one");
    assertThat(last("")).isEmpty();
  }

  @Test
  void theLastLineIsFitToBeShown() {
    assertThat(last("\u001b[31m red\u001b[0m\tand\u0007 \u001b]0;title\u0007plain\u0000\u202e\n"))
        .isEqualTo("red and plain");
    assertThat(last("x\u001b")).isEqualTo("x");
    assertThat(last("\ud83d\ude00".repeat(400))).hasSizeBetween(498, 500).endsWith("\u2026");
    byte[] broken = {'a', (byte) 0xC3, '(', (byte) 0xFF, 'b'};
    assertThat(Runs.observe(MOODLE, broken).lastLine()).isEqualTo("a\ufffd(\ufffdb");
  }

  @Test
  void oneLineOfFiftyMegabytesIsNotKept() {
    Rules rules =
        Runs.rules(
            Preset.AUTO, Runs.markers("the end"), Runs.markers("/nowhere$/"), List.of(), List.of());
    Observer observer = new Observer(rules);
    byte[] chunk = new byte[64 << 10];
    Arrays.fill(chunk, (byte) 'x');
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 800; i++) {
      observer.accept(chunk, 0, chunk.length);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).isLessThan(1 << 20);
    byte[] end = "the end".getBytes(StandardCharsets.UTF_8);
    observer.accept(end, 0, end.length);
    Observation seen = observer.observe();
    assertThat(seen.sight()).isEqualTo(new Observation.Sight.Completed());
    assertThat(seen.lastLine()).hasSize(500);
    assertThat(observer.lines()).isEqualTo(1);
  }

  @Test
  void manyLinesLeaveNothingBehind() {
    Observer observer = new Observer(MOODLE);
    byte[] lines =
        "some output of a task, of no particular length\n"
            .repeat(1300)
            .getBytes(StandardCharsets.UTF_8);
    observer.accept(lines, 0, lines.length);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100; i++) {
      observer.accept(lines, 0, lines.length);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100 << 10);
  }

  @Test
  void aLongLineOfBlanksMayHaveTextBeyond() {
    assertThat(Runs.observe(Runs.rules(Preset.EXIT_STATUS), " ".repeat(20_000) + "x\n").sight())
        .isEqualTo(new Observation.Sight.Unjudged());
  }

  @Test
  void hostileBytesAreJudgedTheSameHoweverTheyAreSplit() {
    Random random = new Random(42);
    byte[][] parts = {
      Runs.sample("cron-45-success.log"),
      Runs.sample("cron-45-killed.log"),
      "\u001b[41m CRITICAL \u001b[0m| x\n".getBytes(StandardCharsets.UTF_8),
      "!!! x\n".getBytes(StandardCharsets.UTF_8),
      "\r\n\r\r\n".getBytes(StandardCharsets.UTF_8),
      "== Exiting gracefully, please wait ... ==".getBytes(StandardCharsets.UTF_8),
      new byte[9000],
      new byte[] {(byte) 0xC2, (byte) 0xA0, 0, 27, '[', '\n'},
    };
    for (Preset preset : Preset.values()) {
      Rules rules =
          Runs.rules(
              preset,
              List.of(),
              Runs.markers("CRITICAL", "/^x?$/"),
              Runs.markers("task"),
              Runs.markers("Backing"));
      for (int round = 0; round < 40; round++) {
        byte[] output = new byte[0];
        for (int i = 0; i < 12; i++) {
          byte[] part = parts[random.nextInt(parts.length)];
          int from = random.nextInt(part.length);
          int length = Math.min(part.length - from, 1 + random.nextInt(9000));
          int at = output.length;
          output = Arrays.copyOf(output, at + length);
          System.arraycopy(part, from, output, at, length);
          for (int noise = random.nextInt(4); noise > 0; noise--) {
            output[at + random.nextInt(length)] = (byte) random.nextInt(256);
          }
        }
        Observation whole = Runs.observe(rules, output);
        assertThat(Runs.observeInPieces(rules, output, 1 + random.nextInt(9000), random))
            .isEqualTo(whole);
        assertThat(Runs.observeInPieces(rules, output, 5, random)).isEqualTo(whole);
      }
    }
  }
}
