package heartbeat.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A real server on a real port that does what no decent server does. */
public final class FakeServer implements AutoCloseable {
  /** What is done with one connection. */
  @FunctionalInterface
  public interface Behaviour {
    void meet(Socket socket) throws IOException, InterruptedException;
  }

  private final ServerSocket listener;
  private final Behaviour behaviour;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** The first line and the headers of each HTTP request, as they came. */
  public final List<String> heads = new CopyOnWriteArrayList<>();

  private FakeServer(@Nullable ServerSocket listener, Behaviour behaviour) throws IOException {
    this.listener =
        listener != null ? listener : new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.behaviour = behaviour;
    Thread.ofVirtual().start(this::accept);
  }

  public static FakeServer that(Behaviour behaviour) throws IOException {
    return new FakeServer(null, behaviour);
  }

  public static FakeServer on(ServerSocket listener, Behaviour behaviour) throws IOException {
    return new FakeServer(listener, behaviour);
  }

  /** Answers each request with this text, then hangs up. */
  static FakeServer answering(String answer) throws IOException {
    var holder = new FakeServer[1];
    holder[0] =
        that(
            socket -> {
              holder[0].readHead(socket);
              say(socket, answer);
            });
    return holder[0];
  }

  public static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Reads a request up to its empty line. */
  public String readHead(Socket socket) throws IOException {
    var in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    var head = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      head.append(line).append('\n');
    }
    heads.add(head.toString());
    return head.toString();
  }

  public int port() {
    return listener.getLocalPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> meet(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void meet(Socket socket) {
    try (socket) {
      behaviour.meet(socket);
    } catch (IOException | InterruptedException gone) {
      // The client hung up, which is what these tests are about.
    }
  }
}
