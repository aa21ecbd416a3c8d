package heartbeat.cli;

import java.io.PrintStream;
import java.util.List;

/** Rows of text in columns as wide as they need to be. A row of one cell is text of its own. */
final class Table {
  private Table() {}

  static void print(List<String[]> rows, PrintStream out) {
    int[] widths = new int[rows.getFirst().length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length && row.length > 1; i++) {
        widths[i] = Math.max(widths[i], row[i].codePointCount(0, row[i].length()));
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        line.append(row[i]);
        int pad = widths[i] - row[i].codePointCount(0, row[i].length()) + 2;
        line.append(i == row.length - 1 ? "" : " ".repeat(pad));
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
