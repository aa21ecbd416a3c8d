/**
 * Pure: the switch's core. A check, its state, an event and the time in; the new state, flips and
 * alerts out. Touches no file, socket, clock or environment.
 */
@NullMarked
package heartbeat.check;

import org.jspecify.annotations.NullMarked;
