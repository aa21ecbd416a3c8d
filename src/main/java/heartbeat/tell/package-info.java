/** Pure: from a verdict to what is said, and to whom. */
@NullMarked
package heartbeat.tell;

import org.jspecify.annotations.NullMarked;
