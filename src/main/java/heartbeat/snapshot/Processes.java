package heartbeat.snapshot;

import heartbeat.model.Excerpt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The output of {@code ps -eo pid,user,pcpu,rss,stat,etime,args}: those that use most processor
 * time or memory, or wait for a disk. Pure.
 */
final class Processes {
  private static final int BY_CPU = 5;
  private static final int BY_MEMORY = 5;
  private static final int STUCK = 5;
  private static final int LONGEST = 120;

  /** Memory in kilobytes; {@code cpu} in percent of one processor, over its life. */
  private record Row(
      long pid, String user, double cpu, long rss, String stat, String age, String command) {
    String line() {
      return padded(Long.toString(pid), 8)
          + padded(user, 11)
          + padded(cpu + "%", 8)
          + padded(SnapshotText.kilobytes(rss), 10)
          + padded(stat, 6)
          + padded(age, 13)
          + Excerpt.head(command, LONGEST);
    }
  }

  private Processes() {}

  static List<String> lines(String ps, long self) {
    List<Row> all = new ArrayList<>();
    for (String line : ps.split("\n", -1)) {
      Row row = parse(line.strip());
      if (row != null && row.pid() != self) {
        all.add(row);
      }
    }
    Set<Row> chosen = new LinkedHashSet<>();
    all.stream()
        .sorted(Comparator.comparingDouble(Row::cpu).reversed())
        .filter(row -> row.cpu() > 0)
        .limit(BY_CPU)
        .forEach(chosen::add);
    all.stream()
        .sorted(Comparator.comparingLong(Row::rss).reversed())
        .filter(row -> row.rss() > 0)
        .limit(BY_MEMORY)
        .forEach(chosen::add);
    all.stream().filter(row -> row.stat().startsWith("D")).limit(STUCK).forEach(chosen::add);
    List<String> lines = new ArrayList<>();
    for (Row row : chosen) {
      lines.add(row.line());
    }
    if (!lines.isEmpty()) {
      lines.addFirst(heading());
    }
    return lines;
  }

  private static String heading() {
    return padded("PID", 8)
        + padded("USER", 11)
        + padded("CPU", 8)
        + padded("MEMORY", 10)
        + padded("STAT", 6)
        + padded("AGE", 13)
        + "COMMAND";
  }

  private static @Nullable Row parse(String line) {
    String[] fields = line.split("\\s+", 7);
    if (fields.length < 7) {
      return null;
    }
    try {
      return new Row(
          Long.parseLong(fields[0]),
          fields[1],
          Double.parseDouble(fields[2]),
          Long.parseLong(fields[3]),
          fields[4],
          fields[5],
          fields[6]);
    } catch (NumberFormatException heading) {
      return null;
    }
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
