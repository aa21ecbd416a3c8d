package heartbeat.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server that answers each command as it is told. A command is named by its beginning
 * ({@code RCPT TO:<b@}, and {@code CONNECT} and {@code DOT} for the greeting and the end of the
 * data); an answer is a reply line, or {@link #DROP}, or {@link #STALL}.
 */
public final class FakeSmtp implements AutoCloseable {
  public static final String DROP = "drop the connection";
  public static final String STALL = "say nothing more";
  public static final String TRICKLE = "say a byte now and then";

  private final Map<String, Deque<String>> answers = new ConcurrentHashMap<>();
  private final @Nullable SSLContext tls;
  private final FakeServer server;

  /** How often somebody has come. */
  public final AtomicInteger connections = new AtomicInteger();

  /** Every line that clients said, but for the data. */
  public final List<String> commands = new CopyOnWriteArrayList<>();

  /**
   * A message that was taken.
   *
   * @param to the recipients that were accepted
   */
  public record Taken(List<String> to, String message) {
    public Taken {
      to = List.copyOf(to);
    }
  }

  /** The messages that were taken, with their recipients. */
  public final List<Taken> taken = new CopyOnWriteArrayList<>();

  /** The messages that were taken. */
  public final List<String> messages = new CopyOnWriteArrayList<>();

  public FakeSmtp() throws IOException {
    this(null);
  }

  /** With a certificate for STARTTLS. */
  public FakeSmtp(@Nullable SSLContext tls) throws IOException {
    this(tls, 0);
  }

  private FakeSmtp(@Nullable SSLContext tls, int port) throws IOException {
    this.tls = tls;
    var listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    server = FakeServer.on(listener, this::meet);
  }

  /** On this port. */
  public static FakeSmtp on(int port) throws IOException {
    return new FakeSmtp(null, port);
  }

  /** The answers come in turn; the last one stays. */
  public FakeSmtp when(String command, String... inTurn) {
    answers.put(command, new ConcurrentLinkedDeque<>(List.of(inTurn)));
    return this;
  }

  public int port() {
    return server.port();
  }

  /** As messages name it. */
  String address() {
    return "localhost:" + port();
  }

  @Override
  public void close() {
    server.close();
  }

  private void meet(Socket socket) throws IOException, InterruptedException {
    connections.incrementAndGet();
    Socket at = socket;
    var in = reader(at);
    List<String> to = new ArrayList<>();
    if (!answer(at, "CONNECT", "220 fake ESMTP")) {
      return;
    }
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      commands.add(line);
      if (line.equals("DATA")) {
        if (!data(at, in, to)) {
          return;
        }
      } else if (line.equals("STARTTLS") && tls != null) {
        if (!answer(at, line, "220 go on")) {
          return;
        }
        at = secured(at, tls);
        in = reader(at);
      } else {
        String said = answerTo(line, usual(line));
        if (line.startsWith("MAIL FROM:")) {
          to.clear();
        } else if (line.startsWith("RCPT TO:") && said.startsWith("250")) {
          to.add(line.substring("RCPT TO:<".length(), line.indexOf('>')));
        }
        if (!say(at, said)) {
          return;
        }
      }
    }
  }

  private boolean data(Socket socket, BufferedReader in, List<String> to)
      throws IOException, InterruptedException {
    String go = answerTo("DATA", "354 go on");
    if (!say(socket, go)) {
      return false;
    }
    if (!go.startsWith("354")) {
      return true;
    }
    var message = new StringBuilder();
    for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
      if (line == null) {
        return false;
      }
      message.append(line.startsWith("..") ? line.substring(1) : line).append("\r\n");
    }
    commands.add("DOT");
    String said = answerTo("DOT", "250 2.0.0 Ok: queued as 4XYZ");
    if (said.startsWith("250")) {
      messages.add(message.toString());
      taken.add(new Taken(to, message.toString()));
    }
    return say(socket, said);
  }

  private String usual(String line) {
    return line.startsWith("EHLO") ? "250-fake\r\n250 8BITMIME" : "250 ok";
  }

  private String answerTo(String command, String usual) {
    String longest = "";
    for (String beginning : answers.keySet()) {
      if (command.startsWith(beginning) && beginning.length() > longest.length()) {
        longest = beginning;
      }
    }
    Deque<String> inTurn = answers.get(longest);
    if (inTurn == null) {
      return usual;
    }
    return inTurn.size() > 1 ? inTurn.remove() : inTurn.element();
  }

  private boolean answer(Socket socket, String command, String usual)
      throws IOException, InterruptedException {
    return say(socket, answerTo(command, usual));
  }

  private static boolean say(Socket socket, String answer)
      throws IOException, InterruptedException {
    switch (answer) {
      case DROP -> {
        return false;
      }
      case STALL -> {
        Thread.sleep(60_000);
        return false;
      }
      case TRICKLE -> {
        OutputStream out = socket.getOutputStream();
        while (true) {
          out.write('2');
          out.flush();
          Thread.sleep(50);
        }
      }
      default -> {
        FakeServer.say(socket, answer + "\r\n");
        return true;
      }
    }
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  private static Socket secured(Socket socket, SSLContext tls) throws IOException {
    var secured =
        (SSLSocket)
            tls.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
    secured.setUseClientMode(false);
    return secured;
  }
}
