package heartbeat.snapshot;

import org.jspecify.annotations.Nullable;

/** {@code /proc/meminfo} in one line. Pure. */
final class Memory {
  private Memory() {}

  /** {@code 1.2 GB of 24 GB available; swap: 3 GB of 4 GB used}; null when it can't be told. */
  static @Nullable String line(@Nullable String meminfo) {
    if (meminfo == null) {
      return null;
    }
    long total = kilobytes(meminfo, "MemTotal");
    long available = kilobytes(meminfo, "MemAvailable");
    if (total < 0 || available < 0) {
      return null;
    }
    String memory =
        SnapshotText.kilobytes(available)
            + " of "
            + SnapshotText.kilobytes(total)
            + " available; swap: ";
    long swap = kilobytes(meminfo, "SwapTotal");
    long free = kilobytes(meminfo, "SwapFree");
    return swap <= 0 || free < 0
        ? memory + "none"
        : memory
            + SnapshotText.kilobytes(swap - free)
            + " of "
            + SnapshotText.kilobytes(swap)
            + " used";
  }

  private static long kilobytes(String meminfo, String name) {
    for (String line : meminfo.split("\n", -1)) {
      if (line.startsWith(name + ":")) {
        return SnapshotText.number(line.substring(name.length() + 1).strip().split("\\s+", 2)[0]);
      }
    }
    return -1;
  }
}
