package heartbeat.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * Sends one datagram to a Unix socket, by the functions of the C library: Java's own sockets of
 * that kind are streams only. The kinds of call below stand in reachability-metadata.json, too.
 */
final class UnixDatagram {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  /** What {@code sun_path} holds, with the zero at its end. */
  private static final int LONGEST_PATH = 108;

  private UnixDatagram() {}

  /**
   * Sends it.
   *
   * @param address a path; one that begins with {@code @} is in Linux's abstract name space. Throws
   *     IOException when it can't be sent
   */
  static void send(String address, String text) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      send(arena, bytes(address), text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException | Error | RuntimeException e) {
      throw e;
    } catch (Throwable impossible) {
      throw new IOException(impossible);
    }
  }

  private static byte[] bytes(String address) throws IOException {
    byte[] path = address.getBytes(StandardCharsets.UTF_8);
    if (path.length == 0 || path.length >= LONGEST_PATH) {
      throw new IOException("'" + address + "' can't be the path of a socket");
    }
    if (path[0] == '@') {
      path[0] = 0;
    }
    return path;
  }

  private static void send(Arena arena, byte[] path, byte[] text) throws Throwable {
    MethodHandle socket =
        function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    MethodHandle sendTo =
        function(
            "sendto",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    MethodHandle close = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    MemorySegment to = arena.allocate(2 + LONGEST_PATH);
    to.set(JAVA_SHORT, 0, (short) AF_UNIX);
    MemorySegment.copy(path, 0, to, JAVA_BYTE, 2, path.length);
    MemorySegment data = arena.allocateFrom(JAVA_BYTE, text);
    int descriptor = (int) socket.invokeExact(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
    if (descriptor < 0) {
      throw new IOException("no socket of that kind is to be had");
    }
    long sent;
    try {
      sent =
          (long)
              sendTo.invokeExact(
                  descriptor, data, (long) text.length, MSG_NOSIGNAL, to, 2 + path.length);
    } finally {
      int ignored = (int) close.invokeExact(descriptor);
    }
    if (sent != text.length) {
      throw new IOException("nobody took it");
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle function(String name, FunctionDescriptor kind) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), kind);
  }
}
