/** The pages for people, badges and plots. */
@NullMarked
package heartbeat.server.page;

import org.jspecify.annotations.NullMarked;
