/** I/O: the switch's database: the store, its tables and their SQL. */
@NullMarked
package heartbeat.server.store;

import org.jspecify.annotations.NullMarked;
