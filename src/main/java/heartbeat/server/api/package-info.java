/** What programs ask for: pings, the management API, metrics and statuses. */
@NullMarked
package heartbeat.server.api;

import org.jspecify.annotations.NullMarked;
