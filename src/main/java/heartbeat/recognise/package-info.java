/** Pure: from the bytes of a run to observations. The hot path. */
@NullMarked
package heartbeat.recognise;

import org.jspecify.annotations.NullMarked;
