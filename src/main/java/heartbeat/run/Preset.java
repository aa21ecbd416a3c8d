package heartbeat.run;

/** A ready-made rule for the output of a known program. */
public enum Preset {
  /**
   * Moodle's rule when the first lines are Moodle's. Else a success marker of the job, if it has
   * any; else the exit status alone, or, in a pipe, where nobody knows it, either Moodle marker.
   */
  AUTO,
  /** Moodle and Totara cron; success markers of the job must be there as well. */
  MOODLE,
  /**
   * Any Nagios or NRPE plugin, Moodle's checks.php and croncheck.php: status word and exit status,
   * the worse of the two. WARNING is a warning, CRITICAL and UNKNOWN are failures.
   */
  NAGIOS,
  /**
   * The command's exit status alone, also when it prints nothing. In a pipe nobody knows the
   * status: there any output that came to its end is a success, and no output at all a failure, so
   * this preset tells little there unless the job has markers.
   */
  EXIT_STATUS
}
