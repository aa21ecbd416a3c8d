/** I/O: private files, locks, names and JSON fields, below journal and outbox. */
@NullMarked
package heartbeat.files;

import org.jspecify.annotations.NullMarked;
