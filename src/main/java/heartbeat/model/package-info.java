/** Pure: the nouns that the client and the switch share. */
@NullMarked
package heartbeat.model;

import org.jspecify.annotations.NullMarked;
