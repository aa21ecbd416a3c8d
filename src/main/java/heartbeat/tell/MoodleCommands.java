package heartbeat.tell;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The commands that run a task of Moodle's or Totara's by hand. Totara, and Moodle until 3.8, have
 * another script for it than newer ones; which one it is shows in the way the cron counts memory.
 */
final class MoodleCommands {
  /** Moodle 4.1 and later write a no-break space before the unit. */
  private static final Pattern NEW =
      Pattern.compile("Current memory use [\\d.,]+\\u00a0|Cron run completed correctly");

  private static final Pattern OLD =
      Pattern.compile(
          "Current memory use [\\d.]+[KMG]?B|Memory used [\\d.]+[KMG]?B"
              + "|Cron script completed correctly");
  private static final Pattern ADHOC_ID = Pattern.compile("(?m)Adhoc task id: (\\d{1,18})\\s*$");

  private MoodleCommands() {}

  /** The command, on one line. */
  public static String byHand(RunReport report, @Nullable String task) {
    String log = report.capture() == null ? "" : report.capture().tail();
    boolean old = !NEW.matcher(log).find() && OLD.matcher(log).find();
    String scheduled = task == null ? null : RunReport.scheduledClass(task);
    if (scheduled != null) {
      String script =
          old ? "admin/tool/task/cli/schedule_task.php" : "admin/cli/scheduled_task.php";
      return "php " + script + " --showdebugging --execute='" + scheduled + "'";
    }
    if (task != null && RunReport.adhocClass(task) != null && !old) {
      String id = adhocId(log, task);
      return "php admin/cli/adhoc_task.php --showdebugging "
          + (id == null ? "--execute   (runs all that are queued)" : "--id=" + id);
    }
    return old ? "php admin/cli/cron.php" : "php admin/cli/cron.php --keep-alive=0";
  }

  /** The id that the cron printed when it last began this task; null where it printed none. */
  private static @Nullable String adhocId(String log, String task) {
    String begin = "Execute adhoc task: " + task;
    for (int at = log.lastIndexOf(begin); at >= 0; at = log.lastIndexOf(begin, at - 1)) {
      int end = at + begin.length();
      boolean whole = end >= log.length() || "\r\n".indexOf(log.charAt(end)) >= 0;
      int next = log.indexOf("Execute ", end);
      Matcher id = ADHOC_ID.matcher(log.substring(end, next < 0 ? log.length() : next));
      if (whole && id.find()) {
        return id.group(1);
      }
    }
    return null;
  }
}
