/**
 * Pure: the client's core. Rules and output in, verdict and notifications out. Touches no file,
 * socket, clock or environment.
 */
@NullMarked
package heartbeat.run;

import org.jspecify.annotations.NullMarked;
