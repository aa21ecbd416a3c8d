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
 * The start ping of a run, sent by a short-lived child of the same binary: so the process that
 * waits for the job's output never loads an HTTP client, and a switch that does not answer holds up
 * nobody.
 */
public final class StartPing {
  /** How long a result waits for its start ping, so that the switch sees both in order. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private final @Nullable Process child;

  private StartPing(@Nullable Process child) {
    this.child = child;
  }

  /** No start ping: there is nothing to send it to. */
  static StartPing none() {
    return new StartPing(null);
  }

  /** Sends it in the background. That it could not be sent is no news: the result's ping tells. */
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
   * What its server answered.
   *
   * @param bodyLimit how many bytes of a body it keeps; Integer.MAX_VALUE for all
   * @param switchAt itself, if it is a switch that reads whom we told; empty: it is none
   */
  record Answer(int bodyLimit, String switchAt) {
    static final Answer NONE = new Answer(Integer.MAX_VALUE, "");

    static Answer of(String lines) {
      String[] line = (lines + "\n\n").split("\n", -1);
      try {
        return new Answer(Integer.parseInt(line[0].strip()), line[1].strip());
      } catch (NumberFormatException e) {
        return NONE;
      }
    }
  }

  /** Waits a short while for it to arrive; then gives it up: it must not overtake the result. */
  Answer settle(Duration patience) {
    try {
      if (child == null) {
        return Answer.NONE;
      }
      if (child.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return Answer.of(
            new String(child.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
      }
      child.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // Its answer is only advice.
    }
    return Answer.NONE;
  }
}
