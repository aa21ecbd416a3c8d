package heartbeat.recognise;

import heartbeat.run.Finding;
import heartbeat.run.Preset;
import heartbeat.run.Rules;
import heartbeat.run.Runs;
import heartbeat.run.Verdict;
import java.util.List;

/** Pieces of a cron run's output, and what is said of them together. */
public final class CronLog {
  private CronLog() {}

  public static final Rules MOODLE = Runs.rules(Preset.MOODLE);
  public static final String START = "Server Time: Thu, 20 Nov 2025 03:00:01 +0100\n\n\n";
  public static final String MARKER = "Cron run completed correctly\n";
  public static final String DONE =
      "Cron completed at 03:00:03 in 3.3 seconds. Memory used: 42.1\u00a0MB.\n";
  public static final String CONTINUING =
      DONE.strip() + " Continuing to check for tasks for 177 more seconds.\n";
  public static final String END = "Ran 0 adhoc tasks found at Thu\n" + MARKER + DONE;
  static final String GRACEFUL = "== Exiting gracefully, please wait ... ==\n";
  public static final String NAME = "Automated backups (core\\task\\automated_backup_task)";

  public static String task(String name, String output) {
    return "Execute scheduled task: "
        + name
        + "\n... started 03:00:02. Current memory use 26.0\u00a0MB.\n"
        + output
        + "... used 3 dbqueries\n... used 0.1 seconds\nScheduled task complete: "
        + name
        + "\n";
  }

  public static String said(String... parts) {
    return Runs.said(MOODLE, String.join("", parts), Runs.EOF);
  }

  static Verdict judge(String... parts) {
    return Runs.judge(MOODLE, String.join("", parts), Runs.EOF);
  }

  static List<String> kinds(Verdict verdict) {
    return verdict.findings().stream().map(Finding::kind).toList();
  }
}
