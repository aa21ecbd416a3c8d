package heartbeat.watch;

import heartbeat.capture.ProcessStart;
import heartbeat.config.Command;
import heartbeat.model.RunId;
import heartbeat.model.Trace;
import heartbeat.process.Launcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The start ping of a run. A short-lived child of the same binary sends it: so the process that
 * waits for the job's output never loads an HTTP client, and nobody waits for a server that does
 * not answer.
 */
public final class StartPing {
  /** How long a result waits for its start ping, so that the server sees both in order. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private final @Nullable Process child;
  private int bodyLimit = Integer.MAX_VALUE;
  private @Nullable String switchAt;

  private StartPing(@Nullable Process child) {
    this.child = child;
  }

  /** No start ping: there is nothing to send it to. */
  static StartPing none() {
    return new StartPing(null);
  }

  /** Sends it in the background. A failure is ignored: the result's ping will tell of it. */
  static StartPing send(RunId run, List<String> arguments, Trace trace) {
    String launcher = Launcher.command();
    if (launcher == null) {
      return none();
    }
    List<String> command =
        new ArrayList<>(List.of(launcher, Command.START_PING.id(), run.toString()));
    command.addAll(arguments);
    try {
      return new StartPing(
          ProcessStart.of(
              new ProcessBuilder(command)
                  .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                  .redirectError(
                      trace.isOn()
                          ? ProcessBuilder.Redirect.INHERIT
                          : ProcessBuilder.Redirect.DISCARD)));
    } catch (IOException | OutOfMemoryError e) {
      return none();
    }
  }

  /**
   * Waits until it has arrived, or ends it after this time, so that it can't come after the result.
   *
   * @return how many bytes of a body the server keeps, as it answered; Integer.MAX_VALUE for all
   */
  int settle(Duration patience) {
    try {
      if (child == null) {
        return bodyLimit;
      }
      if (child.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        heard(new String(child.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
      } else {
        child.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The answer is only advice.
    }
    return bodyLimit;
  }

  private void heard(String answer) {
    String[] lines = answer.split("\n", -1);
    bodyLimit = Math.min(bodyLimit, limit(lines[0]));
    if (lines.length > 1 && !lines[1].isBlank()) {
      switchAt = lines[1].strip();
    }
  }

  /** The server, if it has answered that it is a switch which reads whom we told; else null. */
  @Nullable String switchAt() {
    return switchAt;
  }

  private static int limit(String answer) {
    try {
      return Integer.parseInt(answer.strip());
    } catch (NumberFormatException e) {
      return Integer.MAX_VALUE;
    }
  }
}
