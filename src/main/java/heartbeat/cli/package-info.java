/** The commands, one small class each. */
@NullMarked
package heartbeat.cli;

import org.jspecify.annotations.NullMarked;
