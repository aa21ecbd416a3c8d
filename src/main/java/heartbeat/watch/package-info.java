/** The course of one run: read, judge, store, notify. */
@NullMarked
package heartbeat.watch;

import org.jspecify.annotations.NullMarked;
