package heartbeat.snapshot;

import heartbeat.model.Human;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts readings into lines for people; names and values aligned. Pure. */
final class SnapshotText {
  private static final int NAME_WIDTH = 14;
  private static final int UNITS_SHOWN = 10;

  private final StringBuilder lines = new StringBuilder();

  private SnapshotText() {}

  static String of(Readings readings) {
    SnapshotText text = new SnapshotText();
    text.line("load", load(readings));
    text.line("memory", Memory.line(readings.meminfo()));
    switch (readings.disks()) {
      case CommandAnswer.Text all -> text.list("disks", Disks.lines(all.text()));
      case CommandAnswer.Partly local -> {
        text.list("disks", Disks.lines(local.text()));
        text.line("", "a network file system does not answer");
      }
      case CommandAnswer.Late late -> text.line("disks", "not known: df did not answer in time");
      case CommandAnswer.Absent absent -> text.line("disks", "not known");
    }
    text.units(readings.failedUnits());
    switch (readings.processes()) {
      case CommandAnswer.Text all -> text.table(Processes.lines(all.text(), readings.self()));
      case CommandAnswer.Partly some -> text.table(Processes.lines(some.text(), readings.self()));
      case CommandAnswer.Late late ->
          text.line("processes", "not known: ps did not answer in time");
      case CommandAnswer.Absent absent -> text.line("processes", "not known");
    }
    return text.lines.toString();
  }

  /** {@code 2.46 5.76 7.97 (1, 5 and 15 minutes), 2 processors}. */
  private static String load(Readings readings) {
    String load = readings.loadavg();
    String[] fields = load == null ? new String[0] : load.strip().split(" ", -1);
    if (fields.length < 3) {
      return "not known";
    }
    String processors = readings.processors() == 1 ? " processor" : " processors";
    return String.join(" ", fields[0], fields[1], fields[2])
        + " (1, 5 and 15 minutes), "
        + readings.processors()
        + processors;
  }

  private void units(CommandAnswer answer) {
    if (answer instanceof CommandAnswer.Late) {
      line("failed units", "not known: systemctl did not answer in time");
    } else if (answer instanceof CommandAnswer.Text text) {
      List<String> units = new ArrayList<>();
      for (String row : text.text().split("\n", -1)) {
        String unit = row.strip().split("\\s+", 2)[0];
        if (!unit.isEmpty()) {
          units.add(unit);
        }
      }
      int more = units.size() - UNITS_SHOWN;
      String shown = String.join(", ", units.subList(0, Math.min(units.size(), UNITS_SHOWN)));
      line("failed units", units.isEmpty() ? "none" : shown + (more > 0 ? ", +" + more : ""));
    }
  }

  private void list(String name, List<String> values) {
    if (values.isEmpty()) {
      line(name, "not known");
    }
    for (int i = 0; i < values.size(); i++) {
      line(i == 0 ? name : "", values.get(i));
    }
  }

  private void table(List<String> rows) {
    line("processes", rows.isEmpty() ? "not known" : "those that use most");
    rows.forEach(row -> lines.append("  ").append(row).append('\n'));
  }

  private void line(String name, @Nullable String value) {
    lines.append("  ").append(name);
    lines.repeat(' ', Math.max(1, NAME_WIDTH - name.length()));
    lines.append(value == null ? "not known" : value).append('\n');
  }

  /** Kilobytes, as {@code /proc}, df and ps count. */
  static String kilobytes(long kilobytes) {
    return Human.bytes(kilobytes << 10);
  }

  /** A number; -1 when the text is not one. */
  static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
