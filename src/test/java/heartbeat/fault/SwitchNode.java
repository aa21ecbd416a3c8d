package heartbeat.fault;

import heartbeat.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** One of several switches on a database: a process that can be killed, frozen and cut off. */
final class SwitchNode implements AutoCloseable {
  /** No answer came. */
  static final int NONE = -1;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final Process process;
  private final URI uri;
  private final Path log;

  private SwitchNode(Process process, URI uri, Path log) {
    this.process = process;
    this.uri = uri;
    this.log = log;
  }

  /** Starts it, and returns when it listens. */
  static SwitchNode start(Path folder, String name, String config, Map<String, String> environment)
      throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".yml"), config);
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("heartbeat.bin", "target/heartbeat/bin/heartbeat"),
            "serve",
            "--config",
            file.toString());
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process process = builder.start();
    String line = process.inputReader(StandardCharsets.UTF_8).readLine();
    if (line == null) {
      throw new AssertionError(name + " did not start: " + Files.readString(log));
    }
    return new SwitchNode(
        process, URI.create(line.replaceFirst(".*listening on (\\S+),.*", "$1")), log);
  }

  /** The status of the answer to a ping, such as {@code UUID/fail}. */
  int ping(String what, Duration patience) {
    return answer(
        HttpRequest.newBuilder(uri.resolve("/ping/" + what)).POST(BodyPublishers.noBody()),
        patience);
  }

  int health(Duration patience) {
    return answer(HttpRequest.newBuilder(uri.resolve("/healthz")), patience);
  }

  private static int answer(HttpRequest.Builder request, Duration patience) {
    try {
      return CLIENT.send(request.timeout(patience).build(), BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return NONE;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The launcher becomes the switch: the process is the same. */
  void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Freezes it. kill(1) is back before: a thread that has not yet seen the signal runs on, on a
   * busy machine for long enough to note an answer.
   */
  void freeze() {
    signal("STOP");
    Await.until(this::isFrozen);
  }

  /** Whether each of its threads is in state T; see proc_pid_stat(5). */
  private boolean isFrozen() throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      for (Path thread : (Iterable<Path>) threads::iterator) {
        if (!Files.readString(thread.resolve("stat")).matches("(?s).*\\) T .*")) {
          return false;
        }
      }
      return true;
    }
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** Kills it, as kill -9 does. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
