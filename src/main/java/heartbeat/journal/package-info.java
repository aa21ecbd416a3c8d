/** I/O: what happened to each job's runs, kept in the state directory. */
@NullMarked
package heartbeat.journal;

import org.jspecify.annotations.NullMarked;
