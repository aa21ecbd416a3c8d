/** I/O: the dead man's switch: startup, pings, watchdog, outages and the sending of alerts. */
@NullMarked
package heartbeat.server;

import org.jspecify.annotations.NullMarked;
