/** I/O: the listener, requests and answers, limits, TLS and access. */
@NullMarked
package heartbeat.server.http;

import org.jspecify.annotations.NullMarked;
