/** Where the process begins. */
@NullMarked
package heartbeat;

import org.jspecify.annotations.NullMarked;
