package heartbeat.tell;

import org.jspecify.annotations.Nullable;

/**
 * What became of a run's notifications, as far as something follows from it.
 *
 * @param alertRefused whether a mail was refused for good, so that nobody has read it
 * @param pingTaken whether the server took the ping of this run
 * @param pingRefusal what the server said to a ping that it refused for good; null when it did not
 * @param undelivered whether something of the job could not be delivered now, and waits
 */
public record Answers(
    boolean alertRefused, boolean pingTaken, @Nullable String pingRefusal, boolean undelivered) {}
