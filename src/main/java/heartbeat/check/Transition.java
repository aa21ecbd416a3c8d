package heartbeat.check;

import java.util.List;

/**
 * The result of an event, to be stored in one transaction.
 *
 * @param flips in order; two when a ping comes after a deadline at which the switch had not looked
 *     yet
 * @param alerts in order
 * @param excused whether an outage of the switch may have hidden a run
 */
public record Transition(CheckState state, List<Flip> flips, List<Alert> alerts, boolean excused) {
  public Transition {
    flips = List.copyOf(flips);
    alerts = List.copyOf(alerts);
  }
}
