/** Reads crontabs, and puts heartbeat into their lines. Pure: text in, text out. */
@NullMarked
package heartbeat.crontab;

import org.jspecify.annotations.NullMarked;
