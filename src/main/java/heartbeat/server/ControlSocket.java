package heartbeat.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import heartbeat.model.Delivery;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Unix socket on which {@code heartbeat test-alert} asks the running switch of this machine. Only
 * the switch's user and root can open it, so no login is needed. Each connection carries one
 * request and one answer; each is a JSON object.
 */
public final class ControlSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
  private static final int LONGEST_QUESTION = 64 * 1024;

  private final Path file;
  private final List<Path> config;
  private final TestAlerts test;
  private final ServerSocketChannel listener;

  private ControlSocket(
      Path file, List<Path> config, TestAlerts test, ServerSocketChannel listener) {
    this.file = file;
    this.config = config;
    this.test = test;
    this.listener = listener;
  }

  /**
   * Starts listening. When that fails, the switch runs without the socket, and this returns null.
   *
   * @param config the config files of the switch
   */
  public static @Nullable ControlSocket open(Path file, List<Path> config, TestAlerts test) {
    try {
      // A killed switch leaves its socket file. It is not in use: only one switch uses this
      // database.
      Files.deleteIfExists(file);
      ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        listener.bind(UnixDomainSocketAddress.of(file));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      } catch (IOException | RuntimeException e) {
        listener.close();
        throw e;
      }
      ControlSocket socket = new ControlSocket(file, List.copyOf(config), test, listener);
      Thread.ofVirtual().name("control").start(socket::listen);
      return socket;
    } catch (IOException | RuntimeException e) {
      LOG.debug("no control socket at {}: {}", file, e.toString());
      return null;
    }
  }

  private void listen() {
    while (listener.isOpen()) {
      try {
        SocketChannel client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      byte[] question = Channels.newInputStream(client).readNBytes(LONGEST_QUESTION);
      String text = new String(question, StandardCharsets.UTF_8);
      String answer = answer(JsonParser.parseString(text).getAsJsonObject()).toString();
      client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException | RuntimeException e) {
      LOG.debug("unknown request at the control socket: {}", e.toString());
    }
  }

  private JsonObject answer(JsonObject question) {
    JsonObject answer = new JsonObject();
    JsonArray theirs = question.getAsJsonArray("config");
    if (!theirs.equals(paths(config))) {
      answer.addProperty("other", true);
      return answer;
    }
    String only = question.has("channel") ? question.get("channel").getAsString() : null;
    JsonArray channels = new JsonArray();
    for (Map.Entry<String, Delivery> result : test.run(only).entrySet()) {
      JsonObject one = new JsonObject();
      one.addProperty("channel", result.getKey());
      one.addProperty("sent", result.getValue() instanceof Delivery.Delivered);
      one.addProperty("detail", result.getValue().detail());
      channels.add(one);
    }
    answer.add("channels", channels);
    return answer;
  }

  /** The names of config files in the form that both sides compare. */
  public static JsonArray paths(List<Path> files) {
    JsonArray paths = new JsonArray();
    for (Path path : files) {
      paths.add(path.toAbsolutePath().normalize().toString());
    }
    return paths;
  }

  @Override
  public void close() {
    try {
      listener.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("could not remove the control socket: {}", e.toString());
    }
  }
}
