package heartbeat.check;

import java.util.List;

/**
 * What an event made of a check: to be stored as one.
 *
 * @param flips in order; two when a ping comes after a deadline nobody looked at in between
 * @param alerts in order
 * @param excused whether an outage of the switch left open if a run was missed
 */
public record Transition(CheckState state, List<Flip> flips, List<Alert> alerts, boolean excused) {
  public Transition {
    flips = List.copyOf(flips);
    alerts = List.copyOf(alerts);
  }
}
