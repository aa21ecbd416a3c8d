package heartbeat.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Load, memory, disks, processes and failed units of this machine, for people. It says what does
 * not answer in time: a disk that hangs matters, too.
 */
public final class Snapshot {
  private static final Duration EACH = Duration.ofSeconds(2);
  private static final Duration ALL = Duration.ofSeconds(5);

  private final Path proc;
  private final Duration each;
  private final long end;

  private Snapshot(Path proc, Duration each, Duration all) {
    this.proc = proc;
    this.each = each;
    this.end = System.nanoTime() + all.toNanos();
  }

  /** The machine as it is now, a few dozen lines. Takes five seconds at most; throws nothing. */
  public static String take() {
    return take(Path.of("/proc"), EACH, ALL);
  }

  static String take(Path proc, Duration each, Duration all) {
    try {
      return SnapshotText.of(new Snapshot(proc, each, all).readings());
    } catch (RuntimeException | OutOfMemoryError broken) {
      return "could not be taken: " + broken + "\n";
    }
  }

  private Readings readings() {
    return new Readings(
        ProcessHandle.current().pid(),
        Runtime.getRuntime().availableProcessors(),
        read("loadavg"),
        read("meminfo"),
        disks(),
        ask("ps", "-eo", "pid,user,pcpu,rss,stat,etime,args"),
        ask("systemctl", "--failed", "--no-legend", "--plain", "--no-pager"));
  }

  /** All file systems; without those of the network when they do not answer. */
  private CommandAnswer disks() {
    CommandAnswer all = ask("df", "-P");
    if (!(all instanceof CommandAnswer.Late)) {
      return all;
    }
    CommandAnswer local = ask("df", "-P", "-l");
    return local instanceof CommandAnswer.Text text ? new CommandAnswer.Partly(text.text()) : all;
  }

  private @Nullable String read(String file) {
    try {
      return new String(Files.readAllBytes(proc.resolve(file)), StandardCharsets.UTF_8);
    } catch (IOException notThere) {
      return null;
    }
  }

  private CommandAnswer ask(String... command) {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    return TimedCommand.ask(List.of(command), left.compareTo(each) < 0 ? left : each);
  }
}
