package heartbeat.tell;

import heartbeat.model.ErrorKind;
import heartbeat.model.Human;
import heartbeat.run.ErrorAdvice;
import heartbeat.run.Finding;
import heartbeat.run.Observation;
import heartbeat.run.Reason;
import heartbeat.run.Verdict;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/** What a person who is woken by this should do: commands to run, places to look. */
final class Advice {
  private static final int COMMANDS_SHOWN = 3;
  private static final String OOM =
      "dmesg -T | grep -iE 'out of memory|killed process'   (or journalctl -k)";
  private static final String AS_USER =
      "as the web server's user (often www-data or apache), in Moodle's folder:";

  /** The jobs of systemd/host-health.sh. */
  private static final Pattern HOST_HEALTH =
      Pattern.compile("host-(disk|load|memory|services|url)");

  private Advice() {}

  /** A few lines, without a newline at the end. */
  static String of(RunReport report) {
    return switch (report.verdict()) {
      case Verdict.Success success -> "Nothing: all is well.";
      case Verdict.Warning warning -> byError(report) + warning(report, warning.reason());
      case Verdict.Failure failure ->
          report.isHanging()
              ? hanging(report)
              : oomFirst(report) + byError(report) + failure(report, failure);
      case Verdict.Skipped skipped -> skipped(skipped.why());
    };
  }

  /** What to do when the ping server refuses. */
  static String pingRefused() {
    return """
        The server is there, but does not take this job's pings: trying again can't help.
        404 means a wrong or deleted check: compare the URL in heartbeat's config with the one that
        the service shows. 401 or 403: a wrong key or a missing header. 405: the method (POST).
        When it is mended, `heartbeat test JOB` shows what the server says. Until then the service
        believes that the job does not run, or no longer notices when it stops.""";
  }

  /** What to do when the config can't be used. */
  static String config() {
    return """
        Mend it where it stands: an option in the crontab line, or the config; `heartbeat validate`
        lists all that is wrong in that. Until then the job runs as ever and its output is kept, but
        it is judged by the default rules, and pings and mails may be missing.""";
  }

  /** What to do after a test. */
  static String test() {
    return """
        Nothing: if you can read this, mail from heartbeat arrives. No job has run. If the job has a
        ping URL, that service got a test as well, and may show the tested state until the next real
        run.""";
  }

  private static String oomFirst(RunReport report) {
    if (report.capture() == null || report.capture().oomKills() <= 0) {
      return "";
    }
    long kills = report.capture().oomKills();
    return "While it ran, the kernel's OOM killer ended "
        + (kills == 1 ? "a process" : kills + " processes")
        + " here, quite likely this job: the machine\n(or its container) ran out of memory. See which:\n"
        + command(OOM)
        + "Give it more memory, or fewer things to do at once. If it was not that:\n";
  }

  /** What the error that the output names asks for; empty where it names none. */
  private static String byError(RunReport report) {
    String says = report.isPlugin() ? null : Quote.of(report).says();
    ErrorKind kind = says == null ? null : ErrorKind.of(says);
    return kind == null ? "" : ErrorAdvice.of(kind, report.isMoodle());
  }

  private static String failure(RunReport report, Verdict.Failure failure) {
    return switch (failure.why()) {
      case NO_OUTPUT -> noOutput(report);
      case MARKER_MISSING ->
          report.writtenStatus() < 0
              ? markerMissing(report)
              : exitStatus(report, report.writtenStatus());
      case DIED_IN_TASK -> diedInTask(report);
      case FAILED_BEFORE_START ->
          """
          The last line of the log says why. If it is the database, see config.php for its host and
          credentials. Then run by hand, as the web server's user:
          """
              + last(MoodleCommands.byHand(report, null));
      case FAILURE_MARKER ->
          report.isPlugin()
              ? plugin(report)
              : """
              Read the line and those before it in the log below. If it is harmless, make the
              `failure-marker` of this job stricter.""";
      case EXIT_STATUS -> exitStatus(report, report.exitStatus());
      case SIGNAL ->
          """
          Somebody or something killed it: an administrator, a shutdown, a limit (ulimit, a container,
          systemd), or the kernel for lack of memory, which is a KILL:
          """
              + last(OOM);
      case TIME_LIMIT ->
          """
          Find what it spent the time on: the end of the log below shows where it stood. If the job
          may take so long, raise its `max-duration`."""
              + taskByHand(report);
      case SILENCE ->
          """
          The end of the log below shows after what it fell silent. If the job may be silent for so
          long, raise its `max-silence`."""
              + taskByHand(report);
      case NOT_STARTED ->
          """
          Check the command's path and its execute permission, as the user who runs it. Under cron
          PATH is short (often /usr/bin:/bin): write the full path.""";
      case TOO_FAST ->
          """
          It ended well but faster than its `min-duration`: probably there was nothing to work on: an
          empty source, a file system that is not mounted, a wrong argument. If that is right for this
          job, lower `min-duration`.""";
      case TASK_FAILED -> taskFailed(report);
      case INTERRUPTED ->
          """
          If the machine was shut down or restarted, that is why: see that the next run completes. Else
          find out who ended heartbeat, and whether the job is still running (ps -ef).""";
    };
  }

  private static String noOutput(RunReport report) {
    if (report.exitStatus() >= 0) {
      return """
          It was run, but nothing of what its rules ask for was in its output. Does it write somewhere
          else (> /dev/null, a log file)? If its exit status says all: `preset: exit-status`.""";
    }
    return """
        Run the crontab's command by hand, as the user whose crontab it is. Usual causes: a path
        that is wrong or gone, PHP not found or broken (php -v), no permission, a full disk (df -h),
        a `flock -n` in front of it whose lock an older run still holds (ps -ef | grep cron).""";
  }

  private static String plugin(RunReport report) {
    return """
        Look at what the plugin's line names. If that is as it should be on this machine, make the
        check more tolerant: its thresholds are in\s"""
        + (HOST_HEALTH.matcher(report.job().name().value()).matches()
            ? "/etc/heartbeat/host-health.conf."
            : "the plugin's options, in this job's command.");
  }

  private static String markerMissing(RunReport report) {
    if (!byError(report).isEmpty()) {
      return """
          The end of the log below may have more. If the run was good all the same, tell heartbeat how
          to judge it:\s"""
          + ownRule(report);
    }
    if (!report.isMoodle()) {
      return """
          It stopped early, or what it says when it is done has changed. Look at the end of the log
          below; if the run was good, set this job's `success-marker` to a line that it writes then.""";
    }
    return """
        If this is Moodle's cron, it stopped early: look at the end of the log below, at PHP's error
        log, and for the OOM killer:
        """
        + command(OOM)
        + "If it is another program, tell heartbeat how to judge it:\n"
        + ownRule(report);
  }

  /** In a pipe nobody knows the exit status: there that preset would judge any output a success. */
  private static String ownRule(RunReport report) {
    return "give the job a `success-marker`, or "
        + (report.exitStatus() < 0
            ? "run it\nunder `heartbeat exec`, which knows its exit status."
            : "`preset: exit-status`.");
  }

  private static String diedInTask(RunReport report) {
    if (Quote.of(report).says() != null) {
      return "To run the task by hand, with all that it says, "
          + AS_USER
          + "\n"
          + last(MoodleCommands.byHand(report, report.openTask()));
    }
    String text =
        """
        On a production site PHP prints nothing when it dies of a fatal error (memory, time limit),
        and nothing when it is killed: the output just stops. To see the error, run the task by hand
        """;
    return text
        + AS_USER
        + "\n"
        + command(MoodleCommands.byHand(report, report.openTask()))
        + "Then look into PHP's error log (php -i | grep error_log)"
        + (oomFirst(report).isEmpty() ? " and for the OOM killer:\n" + last(OOM) : ".");
  }

  private static String exitStatus(RunReport report, int status) {
    String meaning =
        switch (status) {
          case 126 ->
              "Status 126: the command is there but can't be executed: check permissions.\n";
          case 127 -> "Status 127: a command was not found: check paths; cron's PATH is short.\n";
          case 137 -> "Status 137: killed (128 + 9), often for lack of memory: " + OOM + "\n";
          case 143 -> "Status 143: ended by a TERM signal (128 + 15).\n";
          case 255 -> "Status 255: in PHP a fatal error: look into PHP's error log as well.\n";
          default -> "";
        };
    if (!byError(report).isEmpty()) {
      return "The end of the log below has more. Then run it by hand, as the job's user.";
    }
    return meaning + "The end of the log below should say what went wrong. Then run it by hand.";
  }

  private static String hanging(RunReport report) {
    String task = report.openTask();
    String held =
        task != null && report.isMoodle()
            ? "Moodle starts this task nowhere else while this process holds its lock.\n"
            : "";
    return """
        It has not ended: look at what it is doing before you end it.
        """
        + command("ps -eo pid,stat,etime,args | grep -i cron")
        + """
        STAT D: it waits for a disk or a network file system. S: often for the database (SHOW FULL
        PROCESSLIST, or pg_stat_activity) or for a server that does not answer.
        """
        + held
        + "In a pipe heartbeat lets it run on, and tells you when it completes after all; under\n"
        + "`heartbeat exec` a job over its max-duration is ended. If it may take so long, raise\n"
        + (report.job().limits().maxSilence() != null
                && Reason.SILENCE.id().equals(report.verdict().reason())
            ? "`max-silence` (" + Human.duration(report.job().limits().maxSilence()) + ")."
            : "`max-duration`"
                + (report.job().limits().maxDuration() == null
                    ? "."
                    : " (" + Human.duration(report.job().limits().maxDuration()) + ")."));
  }

  private static String warning(RunReport report, String reason) {
    return switch (reason) {
      case Finding.TASK_FAILED -> taskFailed(report);
      case Finding.WARNING_MARKER ->
          report.isPlugin()
              ? plugin(report) + "\nIt is a warning: there is no hurry."
              : "It completed. Read the line in the log below; there is no hurry.";
      case Finding.ENDED_WHILE_IDLE ->
          """
          No task was open, so probably nothing is lost: caches were purged, somebody ran cron.php
          --stop, or it was killed while it waited. To have an end that can't be mistaken, run
          cron.php with --keep-alive=0.""";
      default -> "It completed. Read the findings and the log below; there is no hurry.";
    };
  }

  private static String taskFailed(RunReport report) {
    StringBuilder text =
        new StringBuilder(
            """
            The other tasks ran. Moodle tries a failed task again by itself, later each time. If it
            goes on failing, run it by hand to see the whole error,
            """);
    text.append(AS_USER).append('\n');
    List<String> tasks = report.tasks();
    LinkedHashSet<String> commands = new LinkedHashSet<>();
    for (String task : tasks.subList(0, Math.min(tasks.size(), COMMANDS_SHOWN))) {
      commands.add(command(MoodleCommands.byHand(report, task)));
    }
    text.append(
        commands.isEmpty()
            ? command(MoodleCommands.byHand(report, null))
            : String.join("", commands));
    text.append("Past runs and their errors: Site administration > Server > Tasks > Task logs.");
    return text.toString();
  }

  private static String taskByHand(RunReport report) {
    String task = report.openTask();
    return task == null
        ? ""
        : "\nTo watch the task alone, "
            + AS_USER
            + "\n"
            + last(MoodleCommands.byHand(report, task));
  }

  private static String skipped(String why) {
    return switch (why) {
      case Observation.MAINTENANCE ->
          "Nothing, if somebody works on the site. Else: php admin/cli/maintenance.php --disable";
      case Observation.CRON_DISABLED ->
          "Nothing, if it is meant. Else: php admin/cli/cron.php --enable, or in Site administration >\n"
              + "Server > Tasks > Task processing.";
      case Observation.UPGRADE_PENDING ->
          "No task runs until the upgrade is done: php admin/cli/upgrade.php";
      case Observation.UPGRADE_RUNNING ->
          "Nothing; if no upgrade is running any more, it died: run php admin/cli/upgrade.php again.";
      case Observation.ALREADY_RUNNING ->
          "Nothing, if the earlier run is at work. See how long it has been: ps -eo pid,etime,args";
      default -> "Nothing: it was told not to run.";
    };
  }

  private static String command(String line) {
    return "    " + line + "\n";
  }

  private static String last(String line) {
    return "    " + line;
  }
}
