package heartbeat.fault;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How many threads wanted each core of the machine while something was measured, at most. The load
 * average alone tells of a crowd when it is over.
 */
final class Busyness implements AutoCloseable {
  private static final Path LOAD = Path.of("/proc/loadavg");

  private final int cores = Runtime.getRuntime().availableProcessors();
  private final Thread watch;
  private volatile double most =
      ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();

  Busyness() {
    watch = Thread.ofPlatform().daemon().start(this::watch);
  }

  private void watch() {
    try {
      while (true) {
        // 0.20 0.18 0.12 3/80 11206: three of 80 threads run or want to.
        String running = Files.readString(LOAD).split(" ", -1)[3].replaceFirst("/.*", "");
        most = Math.max(most, Integer.parseInt(running));
        Thread.sleep(Duration.ofMillis(50));
      }
    } catch (IOException | InterruptedException over) {
      // What has been seen is the answer.
    }
  }

  /** How many times longer than on an idle machine something may have taken. */
  double factor() {
    return Math.max(1, most / cores);
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
