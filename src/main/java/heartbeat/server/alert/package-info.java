/** Alerts: their text, their channels, and who gets which. */
@NullMarked
package heartbeat.server.alert;

import org.jspecify.annotations.NullMarked;
