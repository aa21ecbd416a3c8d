/** I/O: the dead man's switch: endpoints, store, watchdog, alerts and pages. */
@NullMarked
package heartbeat.server;

import org.jspecify.annotations.NullMarked;
