package heartbeat.crontab;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One line of a crontab, as crontab(5) describes it. */
sealed interface CrontabLine {
  /** Five fields of time, or a word such as {@code @daily}. */
  Pattern SCHEDULE =
      Pattern.compile(
          "\\s*(@[a-z_]+|(?:[-0-9*,/~?#a-zA-Z]+\\s+){4}[-0-9*,/~?#a-zA-Z]+)\\s+(.*)",
          Pattern.DOTALL);

  Pattern SETTING = Pattern.compile("\\s*([\"']?)([A-Za-z_]\\w*)\\1\\s*=\\s*(.*?)\\s*");
  Pattern USER_COLUMN = Pattern.compile("(\\S+)\\s+(.*)", Pattern.DOTALL);

  /** Minute, hour, day of the month, month, day of the week: crontab(5). */
  List<Field> FIELDS =
      List.of(
          new Field(0, 59, ""),
          new Field(0, 23, ""),
          new Field(1, 31, ""),
          new Field(1, 12, "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"),
          new Field(0, 7, "sun|mon|tue|wed|thu|fri|sat"));

  /** The numbers and names that a field of time takes. */
  record Field(int least, int most, String names) {
    private boolean takes(String part) {
      return part.matches("(?i)[*?]?|" + names);
    }
  }

  /** A comment, an empty line, or one that nobody understands. */
  record Other(boolean isUnderstood) implements CrontabLine {}

  /** {@code NAME = value}: holds for the lines below it. */
  record Setting(String name, String value) implements CrontabLine {}

  /**
   * A job.
   *
   * @param before all that stands in front of the command: when it runs, and whom as
   * @param schedule when it runs
   * @param user whom it runs as; null where there is no such column
   * @param command what the shell gets, as it is written
   * @param input the first {@code %} that is not escaped, and what follows: the command's standard
   *     input; empty: none
   */
  record Entry(String before, String schedule, @Nullable String user, String command, String input)
      implements CrontabLine {}

  /**
   * What a line is.
   *
   * @param hasUser whether the sixth column is a user, as in /etc/crontab and /etc/cron.d
   */
  static CrontabLine parse(String line, boolean hasUser) {
    if (line.isBlank() || line.stripLeading().startsWith("#")) {
      return new Other(true);
    }
    Matcher setting = SETTING.matcher(line);
    if (setting.matches()) {
      return new Setting(setting.group(2), unquoted(setting.group(3)));
    }
    Matcher job = SCHEDULE.matcher(line);
    if (!job.matches() || !isTime(job.group(1))) {
      return new Other(false);
    }
    String user = null;
    String command = job.group(2);
    if (hasUser) {
      Matcher column = USER_COLUMN.matcher(command);
      if (!column.matches()) {
        return new Other(false);
      }
      user = column.group(1);
      command = column.group(2);
    }
    String before = line.substring(0, line.length() - command.length());
    int percent = percent(command);
    return new Entry(
        before,
        job.group(1),
        user,
        command.substring(0, percent).strip(),
        command.substring(percent));
  }

  /** Whether each number and name fits its field; else cron refuses the whole crontab. */
  private static boolean isTime(String schedule) {
    String[] fields = schedule.split("\\s+", -1);
    for (int i = 0; i < fields.length && fields.length == FIELDS.size(); i++) {
      for (String part : fields[i].split("[,~-]|[/#][^,]*", -1)) {
        boolean isNumber = part.matches("\\d{1,4}");
        int number = isNumber ? Integer.parseInt(part) : 0;
        Field field = FIELDS.get(i);
        if (isNumber ? number < field.least() || number > field.most() : !field.takes(part)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Where the first unescaped percent sign is. To cron, quotes do not matter; and of two
   * backslashes, the second one escapes nothing.
   */
  private static int percent(String command) {
    for (int i = 0; i < command.length(); i++) {
      if (command.charAt(i) == '%') {
        return i;
      }
      i += command.charAt(i) == '\\' ? 1 : 0;
    }
    return command.length();
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() > 1
            && (value.startsWith("\"") || value.startsWith("'"))
            && value.charAt(0) == value.charAt(value.length() - 1);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
