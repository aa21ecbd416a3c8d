package heartbeat.capture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many processes the kernel's OOM killer has ended: by {@code oom_kill} in {@code /proc/vmstat}
 * for the machine, and in {@code memory.events} (cgroup v2) or {@code memory.oom_control} (v1) for
 * our own control group. Sources: proc_vmstat(5), the kernel's admin-guide/cgroup-v2.rst and
 * cgroup-v1/memory.rst.
 */
public final class OomKills {
  private final Path vmstat;
  private final Path ownCgroup;
  private final Path cgroups;

  /** The counters at these places. */
  public OomKills(Path vmstat, Path ownCgroup, Path cgroups) {
    this.vmstat = vmstat;
    this.ownCgroup = ownCgroup;
    this.cgroups = cgroups;
  }

  /** The counters of this machine. */
  public static OomKills ofThisMachine() {
    return new OomKills(
        Path.of("/proc/vmstat"), Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup"));
  }

  /** The counters at one time; -1 for a counter that is missing. */
  record Count(long machine, long group) {}

  Count count() {
    return new Count(counter(vmstat), groupCounter());
  }

  /**
   * How many since then: the larger difference of the two counters, as the machine's may be that of
   * a container, or be missing; -1 when both are missing.
   */
  long since(Count before) {
    Count now = count();
    return Math.max(
        difference(before.machine(), now.machine()), difference(before.group(), now.group()));
  }

  private static long difference(long before, long now) {
    return before < 0 || now < before ? -1 : now - before;
  }

  private long groupCounter() {
    for (String line : read(ownCgroup).split("\n", -1)) {
      String[] fields = line.split(":", 3);
      if (fields.length < 3) {
        continue;
      }
      String below = fields[2].startsWith("/") ? fields[2].substring(1) : fields[2];
      long found = -1;
      if (fields[0].equals("0") && fields[1].isEmpty()) {
        found = either(cgroups, below, "memory.events");
      } else if (("," + fields[1] + ",").contains(",memory,")) {
        found = either(cgroups.resolve("memory"), below, "memory.oom_control");
      }
      if (found >= 0) {
        return found;
      }
    }
    return -1;
  }

  /** In a container the path may be the host's, and the root of what is mounted our own group. */
  private static long either(Path root, String below, String file) {
    long own = counter(root.resolve(below).resolve(file));
    return own >= 0 ? own : counter(root.resolve(file));
  }

  private static long counter(Path file) {
    String text = read(file);
    String key = "oom_kill ";
    int at = text.startsWith(key) ? 0 : text.indexOf("\n" + key) + 1;
    if (at == 0 && !text.startsWith(key)) {
      return -1;
    }
    long value = 0;
    int i = at + key.length();
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      value = value * 10 + (text.charAt(i) - '0');
      i++;
    }
    return value;
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException | SecurityException notThere) {
      return "";
    }
  }
}
