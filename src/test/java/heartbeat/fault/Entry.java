package heartbeat.fault;

/** The ways in which a job is run under heartbeat; each has a job of its own. */
enum Entry {
  PIPE("by-pipe", "00000000-0000-4000-8000-00000000000a"),
  EXEC("by-exec", "00000000-0000-4000-8000-00000000000b");

  /** The job's name. */
  final String job;

  /** What its ping URL ends with. */
  final String uuid;

  Entry(String job, String uuid) {
    this.job = job;
    this.uuid = uuid;
  }

  /**
   * The shell line that runs {@code sh job.sh NAME}, noting its own status and heartbeat's.
   *
   * @param output the redirection of heartbeat's standard output, and more
   */
  String line(String script, String options, String output) {
    String own = "sh " + script + " " + job + "; s=$?; echo $s > own." + job;
    String heartbeat =
        switch (this) {
          case PIPE -> "$HB " + job + " " + options;
          case EXEC -> "$HB exec " + job + " " + options + " -- sh -c '" + own + "; exit $s'";
        };
    boolean piped = output.startsWith("|");
    heartbeat += " 2> err." + job + (piped ? "" : " " + output) + "; echo $? > status." + job;
    String noted = "{ " + heartbeat + "; }" + (piped ? " " + output : "");
    return this == PIPE ? "{ " + own + "; } | " + noted : noted;
  }
}
