/** I/O out: pings, mail, and the outbox for what could not be delivered. */
@NullMarked
package heartbeat.notify;

import org.jspecify.annotations.NullMarked;
