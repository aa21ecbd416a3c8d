package heartbeat.fault;

import heartbeat.notify.FakeServer;
import heartbeat.notify.FakeServer.Behaviour;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A ping server with a fault, until it is mended. */
final class PingServer implements AutoCloseable {
  private final FakeServer server;
  private volatile Behaviour behaviour;

  /** The first line of every request that was answered as it should be. */
  private final List<String> taken = new CopyOnWriteArrayList<>();

  PingServer(Behaviour fault) throws IOException {
    behaviour = fault;
    server = FakeServer.that(socket -> behaviour.meet(socket));
  }

  private PingServer(int port) throws IOException {
    behaviour = this::take;
    server =
        FakeServer.on(
            new ServerSocket(port, 50, InetAddress.getLoopbackAddress()),
            socket -> behaviour.meet(socket));
  }

  /** One without a fault, on this port. */
  static PingServer wellOn(int port) throws IOException {
    return new PingServer(port);
  }

  /** One without a fault. */
  static PingServer well() throws IOException {
    PingServer server = new PingServer(socket -> {});
    server.mend();
    return server;
  }

  /** From now on it takes every ping. */
  void mend() {
    behaviour = this::take;
  }

  /** From now on it does this. */
  void turn(Behaviour other) {
    behaviour = other;
  }

  /** Takes what comes by this connection. */
  void take(Socket socket) throws IOException {
    answerUnless(socket, "no such thing", "");
  }

  /** Takes what comes, but gives this answer to a request for something with this in it. */
  void answerUnless(Socket socket, String poison, String answer) throws IOException {
    String head = server.readHead(socket);
    if (head.contains(poison)) {
      FakeServer.say(socket, answer);
    } else if (!head.isEmpty()) {
      taken.add(head.substring(0, head.indexOf('\n')));
      FakeServer.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK");
    }
  }

  int port() {
    return server.port();
  }

  String url() {
    return "http://localhost:" + port();
  }

  /** What was taken for this job but its start pings, in order: the targets of the requests. */
  List<String> taken(Entry entry) {
    List<String> targets = new ArrayList<>();
    for (String line : taken) {
      String target = line.split(" ", 3)[1];
      if (target.contains(entry.uuid) && !target.contains("/start")) {
        targets.add(target);
      }
    }
    return targets;
  }

  /** How many start pings of this job were taken. */
  int starts(Entry entry) {
    return (int)
        taken.stream().filter(line -> line.contains(entry.uuid) && line.contains("/start")).count();
  }

  @Override
  public void close() {
    server.close();
  }
}
