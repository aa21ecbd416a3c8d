package heartbeat.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * A mail server on loopback that takes every message and hands it to nobody but one listener: just
 * enough of SMTP (RFC 5321) for this machine's own mails.
 */
public final class MailCatcher implements AutoCloseable {
  private final ServerSocket server;
  private final Consumer<String> onMail;

  /** Listens on a free port. Throws IOException when there is none. */
  public MailCatcher(Consumer<String> onMail) throws IOException {
    this.onMail = onMail;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("mail-catcher").start(this::serve);
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        talk(client);
      } catch (IOException e) {
        // That client is gone, or we are closed: the loop will see.
      }
    }
  }

  private void talk(Socket client) throws IOException {
    var in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    say(client, "220 demo");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      switch (line) {
        case "DATA" -> {
          say(client, "354 go on");
          onMail.accept(message(in));
          say(client, "250 caught");
        }
        case "QUIT" -> {
          say(client, "221 bye");
          return;
        }
        default -> say(client, "250 fine");
      }
    }
  }

  private static String message(BufferedReader in) throws IOException {
    StringBuilder message = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      message.append(line).append('\n');
    }
    return message.toString();
  }

  private static void say(Socket client, String reply) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
