package heartbeat.notify;

import heartbeat.model.Delivery;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Hands a message to a program: JSON on its standard input, a time limit, its exit status. Status 0
 * is delivered; heartbeat retries any other later, but for 64 to 69, 77 and 78 (sysexits.h), which
 * say that trying again can't help.
 */
final class CommandDelivery {
  private static final int KEPT_WORDS = 1024;
  private static final Duration LAST_WORDS = Duration.ofMillis(200);

  private final List<String> command;
  private final Duration limit;
  private volatile String words = "";

  CommandDelivery(List<String> command, Duration limit) {
    this.command = List.copyOf(command);
    this.limit = limit;
  }

  Delivery send(String json) throws InterruptedException {
    String program = command.getFirst();
    Process process;
    try {
      process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException unable) {
      return new Delivery.Undelivered("can't start " + program + ", check its \"command\"", false);
    }
    try {
      Thread.ofPlatform().daemon().start(() -> feed(process, json));
      Thread listener = Thread.ofPlatform().daemon().start(() -> listen(process));
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Delivery.Undelivered(
            program + " did not end within " + PingAnswer.seconds(limit) + said(), false);
      }
      // A process that it started may hold its standard error open.
      listener.join(LAST_WORDS);
      int status = process.exitValue();
      boolean permanent = (status >= 64 && status <= 69) || status == 77 || status == 78;
      return status == 0
          ? new Delivery.Delivered("handed to " + program)
          : new Delivery.Undelivered(program + " ended with status " + status + said(), permanent);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** The program need not read it. */
  private static void feed(Process process, String json) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException unread) {
      // The program's exit status tells whether it needed the rest.
    }
  }

  private void listen(Process process) {
    try (InputStream in = process.getErrorStream()) {
      byte[] first = in.readNBytes(KEPT_WORDS);
      words = OneLine.first(new String(first, StandardCharsets.UTF_8));
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException closed) {
      // The program was ended; what it wrote does not matter.
    }
  }

  private String said() {
    return words.isEmpty() ? "" : ": " + words;
  }
}
