package heartbeat.it;

import heartbeat.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code heartbeat serve}, as packaged, with a home and a port of its own. */
final class SwitchAtWork implements AutoCloseable {
  static final String PING_KEY = "the-ping-key-that-nobody-may-see";

  private static final Pattern ADDRESS = Pattern.compile("listening on (\\S+),");

  final Shell shell;
  final String base;
  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();

  /** Starts it; {@code serve} and {@code checks} are lines under these keys, indented. */
  SwitchAtWork(Path home, String serve, String checks) {
    shell = new Shell(home);
    String own = "serve:\n  ping-key: " + PING_KEY + "\n  database: " + home.resolve("switch.db");
    shell.write("switch.yml", own + "\n" + serve + "checks:\n" + checks);
    try {
      process = shell.start("exec $HB serve --config switch.yml --listen 127.0.0.1:0");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Await.until(() -> !process.isAlive() || !address().isEmpty());
    if (!process.isAlive()) {
      throw new AssertionError("serve ended: " + read("err"));
    }
    base = address();
  }

  private String address() {
    Matcher address = ADDRESS.matcher(read("out"));
    return address.find() ? address.group(1) : "";
  }

  private String read(String file) {
    try {
      return shell.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A ping by slug, such as {@code backup/fail}; it must be taken. */
  void ping(String slugAndSignal, String body) {
    HttpResponse<String> answer =
        send("POST", "/ping/" + PING_KEY + "/" + slugAndSignal, body, Map.of());
    if (answer.statusCode() > 201) {
      throw new AssertionError(slugAndSignal + ": " + answer.statusCode() + answer.body());
    }
  }

  HttpResponse<String> get(String path) {
    return send("GET", path, "", Map.of());
  }

  HttpResponse<String> send(String method, String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(method, BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What it has said on standard error. */
  String complaints() {
    return read("err");
  }

  /** Has it read its config anew, as {@code systemctl reload} does; returns when it has. */
  void reload() {
    int before = read("out").split("read anew", -1).length;
    hangUp();
    Await.until(() -> read("out").split("read anew", -1).length > before);
  }

  // Not by the shell of the switch: its output goes where that of the switch goes.
  private void hangUp() {
    try {
      new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Stops it, as systemd does. */
  @Override
  public void close() {
    client.close();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
