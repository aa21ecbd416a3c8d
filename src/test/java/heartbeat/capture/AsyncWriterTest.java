package heartbeat.capture;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AsyncWriterTest {
  private static final long BUDGET = Duration.ofMillis(80).toNanos();
  private static final long LONG = Duration.ofSeconds(20).toNanos();
  private final Gated target = new Gated();

  @Test
  void aHungTargetCostsItsBudgetOnceAndNoMore() {
    AsyncWriter outlet = start(100);
    long before = System.nanoTime();
    for (int i = 0; i < 1000; i++) {
      outlet.offer(new byte[50], 0, 50);
    }
    assertThat(System.nanoTime() - before).isBetween(BUDGET / 2, BUDGET * 100);
    assertThat(outlet.dropped()).isEqualTo(50_000 - 100);
  }

  @Test
  void itIsTakenUpAgainWhenTheTargetRecoversAndTheGapIsAnnouncedInItsPlace() {
    AsyncWriter outlet = start(6);
    offer(outlet, "before");
    offer(outlet, "dropped");
    target.gate.release(1000);
    awaitText("before[7 lost]");
    offer(outlet, "after");
    assertThat(outlet.finish(LONG, LONG)).isTrue();
    assertThat(target.text()).isEqualTo("before[7 lost]after");
    assertThat(outlet.dropped()).isEqualTo(7);
    assertThat(outlet.failure()).isNull();
  }

  @Test
  void aGapAtTheVeryEndIsAnnouncedToo() {
    AsyncWriter outlet = start(6);
    offer(outlet, "before");
    offer(outlet, "dropped");
    target.gate.release(1000);
    assertThat(outlet.finish(LONG, LONG)).isTrue();
    assertThat(target.text()).isEqualTo("before[7 lost]");
  }

  @Test
  void aBusyTargetThatKeepsPaceLosesNothing() {
    target.gate.release(1_000_000);
    // However little of the processor the writing thread gets on a busy machine.
    AsyncWriter outlet = new AsyncWriter("test", 1000, LONG, () -> target);
    outlet.start();
    byte[] piece = new byte[700];
    for (int i = 0; i < 20_000; i++) {
      outlet.offer(piece, 0, piece.length);
    }
    assertThat(outlet.finish(LONG, LONG)).isTrue();
    assertThat(outlet.dropped()).isZero();
    assertThat(outlet.held()).isEqualTo(20_000L * 700);
  }

  @Test
  void aBrokenTargetIsGivenUpAndCostsNothing() {
    target.breakWith = new IOException("No space left on device");
    target.gate.release(1000);
    AsyncWriter outlet = start(100);
    offer(outlet, "x");
    assertThat(outlet.finish(LONG, LONG)).isFalse();
    for (int i = 0; i < 1000; i++) {
      outlet.offer(new byte[50], 0, 50);
    }
    assertThat(outlet.failure()).hasMessage("No space left on device");
    assertThat(outlet.dropped()).isEqualTo(50_001);
    assertThat(target.abandoned).isTrue();
  }

  @Test
  void aLackOfMemoryInTheTargetIsNoMoreThanABrokenTarget() {
    target.outOfMemory = true;
    target.gate.release(1000);
    AsyncWriter outlet = start(100);
    offer(outlet, "x");
    assertThat(outlet.finish(LONG, LONG)).isFalse();
    assertThat(outlet.failure()).isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void theEndIsNotWaitedForLongerThanItMakesProgress() {
    AsyncWriter outlet = start(100);
    offer(outlet, "x");
    assertThat(outlet.finish(Duration.ofMillis(30).toNanos(), LONG)).isFalse();
    assertThat(outlet.held()).isZero();
  }

  @Test
  void aTargetThatHangsInOpeningHoldsNobodyUp() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    AsyncWriter outlet =
        new AsyncWriter(
            "test",
            100,
            BUDGET,
            () -> {
              never.await();
              return target;
            });
    outlet.start();
    outlet.offer(new byte[1000], 0, 1000);
    assertThat(outlet.dropped()).isEqualTo(900);
    never.countDown();
  }

  private AsyncWriter start(int capacity) {
    AsyncWriter outlet = new AsyncWriter("test", capacity, BUDGET, () -> target);
    outlet.start();
    return outlet;
  }

  private static void offer(AsyncWriter outlet, String text) {
    outlet.offer(text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
  }

  private void awaitText(String text) {
    Await.until(() -> target.text().equals(text));
  }

  /** Writes nothing until its gate is opened. */
  private static final class Gated implements AsyncWriter.Target {
    final Semaphore gate = new Semaphore(0);
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    volatile @Nullable IOException breakWith;
    volatile boolean outOfMemory;
    volatile boolean abandoned;

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      gate.acquireUninterruptibly();
      IOException broken = breakWith;
      if (broken != null) {
        throw broken;
      }
      if (outOfMemory) {
        throw new OutOfMemoryError("as a test has it");
      }
      written.write(bytes, offset, length);
    }

    @Override
    public void lost(long bytes) {
      byte[] line = ("[" + bytes + " lost]").getBytes(StandardCharsets.US_ASCII);
      written.write(line, 0, line.length);
    }

    @Override
    public void finish() {}

    @Override
    public void abandon() {
      abandoned = true;
    }

    @Override
    public long held() {
      return written.size();
    }

    String text() {
      return written.toString(StandardCharsets.US_ASCII);
    }
  }
}
