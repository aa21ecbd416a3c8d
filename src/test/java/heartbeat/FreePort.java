package heartbeat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port at which nothing listens, for a server that is started later, or again, or never. It lies
 * below those that Linux gives to connections (from 32768 on): of them, any other process may get
 * one in between.
 */
public final class FreePort {
  private FreePort() {}

  /**
   * A port of this machine's loopback addresses; each time another one, as good as certain.
   *
   * @throws IOException none of many is free
   */
  public static int find() throws IOException {
    IOException last = new IOException("no port was tried");
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }
}
