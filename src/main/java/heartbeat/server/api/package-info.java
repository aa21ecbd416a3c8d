/** What programs ask: pings, the management API, metrics and states. */
@NullMarked
package heartbeat.server.api;

import org.jspecify.annotations.NullMarked;
