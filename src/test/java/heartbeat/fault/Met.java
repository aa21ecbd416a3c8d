package heartbeat.fault;

/**
 * How a job and heartbeat met a fault.
 *
 * @param status heartbeat's exit status
 * @param own the job's
 * @param err what heartbeat said on standard error
 * @param endedAfter milliseconds from the start of all to the job's last command
 * @param bareEndedAfter the same of the job that ran beside it without heartbeat
 */
record Met(Entry entry, int status, int own, String err, long endedAfter, long bareEndedAfter) {
  /** Milliseconds by which the job ended later than it would have without heartbeat. */
  long delay() {
    return endedAfter - bareEndedAfter;
  }
}
