package heartbeat.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import heartbeat.model.Delivery;
import heartbeat.server.ControlSocket;
import heartbeat.server.Database;
import heartbeat.server.ServeSettings;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the switch of this config that runs on this machine, by its control socket. */
final class RunningSwitch {
  /** Of the unit in the package, which sets {@code RUNTIME_DIRECTORY}. */
  private static final Path OF_SERVICE = Path.of("/run/heartbeat");

  private static final String NAME = "switch.sock";

  private RunningSwitch() {}

  /** Where this process would listen; null: nowhere. */
  static @Nullable Path socket(ServeSettings settings, Map<String, String> environment) {
    String runtime = environment.get("RUNTIME_DIRECTORY");
    return runtime != null && !runtime.isBlank()
        ? Path.of(runtime, NAME)
        : besideDatabase(settings);
  }

  private static @Nullable Path besideDatabase(ServeSettings settings) {
    return settings.storage().database() instanceof Database.Sqlite sqlite
        ? Path.of(sqlite.file() + ".sock")
        : null;
  }

  /**
   * The result of a test on each channel, by the channel's key; null when no such switch runs.
   *
   * @param only the key of one channel; null: all
   */
  static @Nullable Map<String, Delivery> testAlerts(
      ServeSettings settings, List<Path> config, @Nullable String only) {
    List<Path> sockets = new ArrayList<>();
    Path beside = besideDatabase(settings);
    if (beside != null) {
      sockets.add(beside);
    }
    sockets.add(OF_SERVICE.resolve(NAME));
    for (Path socket : sockets) {
      try {
        Map<String, Delivery> results =
            Files.exists(socket) ? results(ask(socket, config, only)) : null;
        if (results != null) {
          return results;
        }
      } catch (IOException | RuntimeException notThere) {
        // The socket of a switch that was killed, or of another user: this process sends the test.
      }
    }
    return null;
  }

  private static JsonObject ask(Path socket, List<Path> config, @Nullable String only)
      throws IOException {
    JsonObject question = new JsonObject();
    question.add("config", ControlSocket.paths(config));
    if (only != null) {
      question.addProperty("channel", only);
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap(question.toString().getBytes(StandardCharsets.UTF_8)));
      channel.shutdownOutput();
      byte[] answer = Channels.newInputStream(channel).readAllBytes();
      return JsonParser.parseString(new String(answer, StandardCharsets.UTF_8)).getAsJsonObject();
    }
  }

  private static @Nullable Map<String, Delivery> results(JsonObject answer) {
    if (!answer.has("channels")) {
      return null;
    }
    Map<String, Delivery> results = new LinkedHashMap<>();
    for (JsonElement element : answer.getAsJsonArray("channels")) {
      JsonObject one = element.getAsJsonObject();
      String detail = one.get("detail").getAsString();
      results.put(
          one.get("channel").getAsString(),
          one.get("sent").getAsBoolean()
              ? new Delivery.Delivered(detail)
              : new Delivery.Undelivered(detail, false));
    }
    return results;
  }
}
