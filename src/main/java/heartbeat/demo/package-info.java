/** What `heartbeat demo` needs beside the tool itself. */
@NullMarked
package heartbeat.demo;

import org.jspecify.annotations.NullMarked;
