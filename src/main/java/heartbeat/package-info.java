/** Wiring and commands: from arguments to an exit status. */
@NullMarked
package heartbeat;

import org.jspecify.annotations.NullMarked;
