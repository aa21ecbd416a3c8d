package heartbeat.process;

import heartbeat.run.Verdict;

/**
 * What decides the exit status of a run.
 *
 * @param usage the command line is wrong
 * @param unusable the config or the state directory can't be used
 * @param undelivered how many notifications of the job still wait, or are lost
 */
public record Outcome(Verdict verdict, boolean usage, boolean unusable, int undelivered) {
  public boolean isFailure() {
    return verdict instanceof Verdict.Failure;
  }
}
