package heartbeat.fault;

import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import heartbeat.notify.FakeServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** A webhook and a mail server that note what came, from whom and when. */
final class Inbox implements AutoCloseable {
  /**
   * A message that was taken.
   *
   * @param from the node
   * @param channel the one that it came by
   * @param id the same each time it is sent
   * @param kind {@code down} and the like; empty for a mail
   * @param at by a clock that nobody sets
   */
  record Message(String from, String channel, String id, String kind, long at) {}

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer web;
  private final FakeServer mail;
  private final Predicate<Message> taking;

  /** All that was taken, in order. */
  final List<Message> taken = new CopyOnWriteArrayList<>();

  /** {@code taking} is asked when a message has come, and not yet answered. */
  Inbox(Predicate<Message> taking) throws IOException {
    this.taking = taking;
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.setExecutor(threads);
    web.createContext("/", this::hook);
    web.start();
    mail = FakeServer.that(this::smtp);
  }

  /** One that takes all. */
  Inbox() throws IOException {
    this(message -> true);
  }

  /** Where a node sends what it tells by a channel. */
  String url(String node, String channel) {
    return "http://127.0.0.1:" + web.getAddress().getPort() + "/" + node + "/" + channel;
  }

  int smtpPort() {
    return mail.port();
  }

  List<Message> of(String kind) {
    return taken.stream().filter(message -> message.kind().equals(kind)).toList();
  }

  List<Message> by(String channel) {
    return taken.stream().filter(message -> message.channel().equals(channel)).toList();
  }

  private boolean take(String from, String channel, String id, String kind) {
    Message message = new Message(from, channel, id, kind, System.nanoTime());
    boolean takes = taking.test(message);
    if (takes) {
      taken.add(message);
    }
    return takes;
  }

  private void hook(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String kind = JsonParser.parseString(body).getAsJsonObject().get("kind").getAsString();
    String[] path = exchange.getRequestURI().getPath().split("/", -1);
    try (exchange) {
      if (take(path[1], path[2], exchange.getRequestHeaders().getFirst("Idempotency-Key"), kind)) {
        exchange.sendResponseHeaders(200, -1);
      }
    }
  }

  private void smtp(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    FakeServer.say(socket, "220 inbox\r\n");
    String from = "";
    String id = "";
    boolean data = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (data && line.startsWith("Message-ID:")) {
        id = line;
      } else if (data && line.equals(".")) {
        data = false;
        if (!take(from, "post", id, "")) {
          return;
        }
        FakeServer.say(socket, "250 taken\r\n");
      } else if (!data) {
        from = line.startsWith("EHLO ") ? line.substring(5) : from;
        data = line.equals("DATA");
        FakeServer.say(socket, data ? "354 go on\r\n" : "250 ok\r\n");
      }
    }
  }

  @Override
  public void close() {
    web.stop(0);
    mail.close();
    threads.shutdownNow();
  }
}
