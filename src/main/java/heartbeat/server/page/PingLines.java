package heartbeat.server.page;

import heartbeat.check.Check;
import heartbeat.check.Schedule;
import heartbeat.model.JobName;
import heartbeat.model.ShellWord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Lines that a person pastes into a crontab, a script or a service, so that a job pings its check.
 */
final class PingLines {
  private static final String CURL = "curl -fsS -m 10 --retry 5 -o /dev/null ";

  /** heartbeat's commands: no job may have one of these names. */
  static final Set<String> COMMANDS =
      Set.of(
          "exec",
          "status",
          "log",
          "judge",
          "test",
          "flush",
          "pause",
          "resume",
          "forget",
          "init",
          "validate",
          "demo",
          "serve",
          "test-alert",
          "hash-password",
          "next",
          "help",
          "version",
          "completion",
          "start-ping",
          "trial-start");

  private PingLines() {}

  /** The lines, by the place into which a person pastes them. */
  static Map<String, String> of(Check check, String url) {
    String when = crontab(check.schedule());
    Map<String, String> lines = new LinkedHashMap<>();
    // With exec: in a pipe, each run of a job that prints no marker line would be a failure.
    lines.put(
        "crontab, with heartbeat",
        when
            + "  heartbeat exec "
            + job(check)
            + " --preset exit-status --ping "
            + url
            + " -- /path/to/job");
    lines.put(
        "crontab, Moodle's cron",
        when
            + "  php /path/to/moodle/admin/cli/cron.php 2>&1 | heartbeat "
            + job(check)
            + " --ping "
            + url);
    lines.put("crontab, with curl", when + "  /path/to/job && " + CURL + url);
    lines.put("shell", CURL + url);
    lines.put(
        "PHP",
        "file_get_contents('"
            + url
            + "', false, stream_context_create(['http' => ['timeout' => 10]]));");
    lines.put(
        "systemd service",
        "ExecStopPost=/bin/sh -c 'test \"$$SERVICE_RESULT\" = success && end= || end=/fail; "
            + CURL
            + url
            + "$$end'");
    return lines;
  }

  private static String job(Check check) {
    String name = check.slug().isEmpty() ? check.name() : check.slug();
    try {
      String job = new JobName(name).value();
      return ShellWord.quoted(COMMANDS.contains(job) ? "check-" + job : job);
    } catch (IllegalArgumentException unusable) {
      return "job";
    }
  }

  /**
   * The five crontab fields that fit the check's schedule; 02:30 each day for OnCalendar
   * expressions.
   */
  private static String crontab(Schedule schedule) {
    if (schedule instanceof Schedule.Cron cron) {
      return cron.expression().toString();
    }
    if (!(schedule instanceof Schedule.Period period)) {
      return "30 2 * * *";
    }
    Duration length = period.length();
    long minutes = Math.max(1, length.toMinutes());
    if (minutes == 1) {
      return "* * * * *";
    }
    if (minutes < 60) {
      return "*/" + minutes + " * * * *";
    }
    if (minutes < 120) {
      return "17 * * * *";
    }
    return length.toDays() < 1 ? "17 */" + length.toHours() + " * * *" : "30 2 * * *";
  }
}
