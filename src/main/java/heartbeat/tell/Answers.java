package heartbeat.tell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the servers answered to a run's notifications, as far as heartbeat must act on it.
 *
 * @param alertRefused whether a mail was refused permanently, so that nobody has read it
 * @param pingTaken whether the server took the ping of this run
 * @param pingRefusal what the server said to a ping that it refused permanently; null when it did
 *     not
 * @param undelivered whether a notification of the job could not be delivered now, and waits
 * @param reached who has certainly been told of this run
 * @param switchAt the server that took the ping, if it is a switch that reads whom we told
 */
public record Answers(
    boolean alertRefused,
    boolean pingTaken,
    @Nullable String pingRefusal,
    boolean undelivered,
    List<String> reached,
    @Nullable String switchAt) {
  public Answers {
    reached = List.copyOf(reached);
  }
}
