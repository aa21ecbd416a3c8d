package heartbeat.tell;

import org.jspecify.annotations.Nullable;

/**
 * What the servers answered to a run's notifications, as far as heartbeat must act on it.
 *
 * @param alertRefused whether a mail was refused for good, so that nobody has read it
 * @param pingTaken whether the server took the ping of this run
 * @param pingRefusal what the server said to a ping that it refused for good; null when it did not
 * @param undelivered whether a notification of the job could not be delivered now, and waits
 */
public record Answers(
    boolean alertRefused, boolean pingTaken, @Nullable String pingRefusal, boolean undelivered) {}
