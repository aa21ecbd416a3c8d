package heartbeat.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The output of {@code df -P}, the fullest file systems first. Those that live in memory are left
 * out unless they are nearly full. Pure.
 */
final class Disks {
  private static final int SHOWN = 8;
  private static final int NEARLY_FULL = 90;
  private static final Set<String> IN_MEMORY =
      Set.of("tmpfs", "devtmpfs", "udev", "none", "shm", "efivarfs", "ramfs");

  /** Sizes in kilobytes. */
  private record Disk(String device, long size, long free, int percent, String mounted) {
    String line() {
      return percent
          + "% of "
          + SnapshotText.kilobytes(size)
          + " used, "
          + SnapshotText.kilobytes(free)
          + " free: "
          + mounted;
    }
  }

  private Disks() {}

  static List<String> lines(String df) {
    List<Disk> disks = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String line : df.split("\n", -1)) {
      Disk disk = parse(line);
      // The same device mounted twice (a bind mount) is as full as the first time.
      if (disk != null && isWorthIt(disk) && (isLocal(disk) ? seen.add(disk.device()) : true)) {
        disks.add(disk);
      }
    }
    disks.sort(Comparator.comparingInt(Disk::percent).reversed());
    return disks.stream().limit(SHOWN).map(Disk::line).toList();
  }

  private static boolean isWorthIt(Disk disk) {
    boolean readOnly = disk.device().startsWith("/dev/loop");
    boolean inMemory = IN_MEMORY.contains(disk.device());
    return disk.size() > 0 && !readOnly && (!inMemory || disk.percent() >= NEARLY_FULL);
  }

  private static boolean isLocal(Disk disk) {
    return disk.device().startsWith("/");
  }

  /** {@code Filesystem 1024-blocks Used Available Capacity Mounted on}; names may hold spaces. */
  private static @Nullable Disk parse(String line) {
    String[] fields = line.split("\\s+", -1);
    for (int i = 4; i < fields.length - 1; i++) {
      if (fields[i].endsWith("%") && fields[i + 1].startsWith("/")) {
        long size = SnapshotText.number(fields[i - 3]);
        long free = SnapshotText.number(fields[i - 1]);
        long percent = SnapshotText.number(fields[i].substring(0, fields[i].length() - 1));
        String mounted = line.substring(line.indexOf(fields[i] + " ") + fields[i].length()).strip();
        return size < 0 || percent < 0
            ? null
            : new Disk(fields[0], size, Math.max(0, free), (int) percent, mounted);
      }
    }
    return null;
  }
}
