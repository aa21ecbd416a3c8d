/** I/O in: standard input or a child process, read to its end whatever happens. */
@NullMarked
package heartbeat.capture;

import org.jspecify.annotations.NullMarked;
