package heartbeat.fault;

import heartbeat.notify.FakeServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/**
 * A line to a server on this machine, which can be cut: then nothing passes, and neither end hears
 * of it.
 */
final class Line implements AutoCloseable {
  private final FakeServer end;
  private boolean cut;

  Line(int port) throws IOException {
    end =
        FakeServer.that(
            near -> {
              try (Socket far = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Thread back = Thread.ofVirtual().start(() -> pass(far, near));
                pass(near, far);
                back.join();
              }
            });
  }

  int port() {
    return end.port();
  }

  synchronized void cut() {
    cut = true;
  }

  synchronized void mend() {
    cut = false;
    notifyAll();
  }

  private synchronized void awaitWhole() throws InterruptedException {
    while (cut) {
      wait();
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] bytes = new byte[8_192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        awaitWhole();
        out.write(bytes, 0, count);
      }
      awaitWhole();
      to.shutdownOutput();
    } catch (IOException | InterruptedException gone) {
      // One of the ends is.
    }
  }

  @Override
  public void close() {
    mend();
    end.close();
  }
}
