/**
 * Pure: a message in, the HTTP request that a chat or pager service wants out; used by client and
 * switch. One file for each service. Touches no file, socket, clock or environment.
 */
@NullMarked
package heartbeat.channel;

import org.jspecify.annotations.NullMarked;
