package heartbeat.snapshot;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command, and kills it when it takes too long. */
final class TimedCommand {
  /**
   * How much output is read: a machine with too many processes must not fill heartbeat's memory.
   */
  private static final int MOST = 1 << 20;

  private final Process process;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  private TimedCommand(Process process) {
    this.process = process;
  }

  static CommandAnswer ask(List<String> command, Duration limit) {
    if (!limit.isPositive()) {
      return new CommandAnswer.Late();
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("LC_ALL", "C");
    try {
      return new TimedCommand(builder.start()).answer(limit);
    } catch (IOException | OutOfMemoryError notStarted) {
      return new CommandAnswer.Absent();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new CommandAnswer.Late();
    }
  }

  /** Does not wait for its end: a command that waits for a dead disk can't even be killed. */
  private CommandAnswer answer(Duration limit) throws InterruptedException {
    Thread reader = Thread.ofPlatform().daemon().name("heartbeat-ask").start(this::read);
    long end = System.nanoTime() + limit.toNanos();
    boolean read = reader.join(limit);
    long left = Math.max(0, end - System.nanoTime());
    if (!read || !process.waitFor(left, TimeUnit.NANOSECONDS)) {
      process.destroyForcibly();
      return new CommandAnswer.Late();
    }
    String text = output.toString(StandardCharsets.UTF_8);
    boolean told = process.exitValue() == 0 || !text.isBlank();
    return told ? new CommandAnswer.Text(text) : new CommandAnswer.Absent();
  }

  private void read() {
    byte[] buffer = new byte[8192];
    try (InputStream in = process.getInputStream()) {
      int n = in.read(buffer);
      while (n >= 0) {
        output.write(buffer, 0, Math.min(n, MOST - output.size()));
        n = in.read(buffer);
      }
    } catch (IOException killed) {
      // Go on with what was read.
    }
  }
}
