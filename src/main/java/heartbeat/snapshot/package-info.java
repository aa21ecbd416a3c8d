/** I/O in: how the machine is when a run has failed. */
@NullMarked
package heartbeat.snapshot;

import org.jspecify.annotations.NullMarked;
