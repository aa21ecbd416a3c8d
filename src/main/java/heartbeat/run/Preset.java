package heartbeat.run;

/** A ready-made rule for the output of a known program. */
public enum Preset {
  /** Moodle's rule when the first lines are Moodle's; else either Moodle marker must be there. */
  AUTO,
  /** Moodle and Totara cron. */
  MOODLE,
  /** Any Nagios or NRPE plugin, Moodle's checks.php and croncheck.php. */
  NAGIOS,
  /** The command's exit status alone; in a pipe: any output that ended. */
  EXIT_STATUS
}
