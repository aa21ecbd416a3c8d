/** YAML files and flags to resolved records, all problems at once. */
@NullMarked
package heartbeat.config;

import org.jspecify.annotations.NullMarked;
