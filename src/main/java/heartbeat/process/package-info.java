/** This process: what it was started with, its streams and signals, its exit status. */
@NullMarked
package heartbeat.process;

import org.jspecify.annotations.NullMarked;
