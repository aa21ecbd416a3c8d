package heartbeat.run;

import heartbeat.recognise.Observer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Runs to judge: rules, outputs and endings in the shortest words. */
public final class Runs {
  public static final Ending EOF = new Ending.Eof();

  private Runs() {}

  public static Rules rules(Preset preset) {
    return new Rules(
        preset, List.of(), List.of(), List.of(), List.of(), Rules.FailedTasks.WARN, null);
  }

  public static Rules success(Preset preset, String... markers) {
    return rules(preset, markers(markers), List.of(), List.of(), List.of());
  }

  public static Rules rules(
      Preset preset,
      List<Marker> success,
      List<Marker> failure,
      List<Marker> warning,
      List<Marker> skip) {
    return new Rules(preset, success, failure, warning, skip, Rules.FailedTasks.WARN, null);
  }

  public static List<Marker> markers(String... texts) {
    return List.of(texts).stream().map(Marker::parse).toList();
  }

  public static Ending exited(int status) {
    return new Ending.Exited(status);
  }

  public static Observation observe(Rules rules, byte[] output) {
    Observer observer = new Observer(rules);
    observer.accept(output, 0, output.length);
    return observer.observe();
  }

  public static Observation observe(Rules rules, String output) {
    return observe(rules, output.getBytes(StandardCharsets.UTF_8));
  }

  /** The same in reads of random lengths, each from another place of a larger buffer. */
  public static Observation observeInPieces(
      Rules rules, byte[] output, int longest, Random random) {
    Observer observer = new Observer(rules);
    byte[] buffer = new byte[longest + 16];
    for (int i = 0; i < output.length; ) {
      int length = Math.min(1 + random.nextInt(longest), output.length - i);
      int offset = random.nextInt(16);
      random.nextBytes(buffer);
      System.arraycopy(output, i, buffer, offset, length);
      observer.accept(buffer, offset, length);
      i += length;
    }
    return observer.observe();
  }

  public static Capture capture(Observation observation, Ending ending, Duration elapsed) {
    Instant start = Instant.parse("2026-11-20T03:00:00Z");
    return new Capture(
        start, start.plus(elapsed), elapsed, 0, 0, "", 0, ending, observation, 0, List.of());
  }

  public static Verdict judge(Rules rules, byte[] output, Ending ending) {
    return Judge.judge(rules, capture(observe(rules, output), ending, Duration.ofSeconds(3)));
  }

  public static Verdict judge(Rules rules, String output, Ending ending) {
    return judge(rules, output.getBytes(StandardCharsets.UTF_8), ending);
  }

  /** The verdict in two words: {@code success -}, {@code failure died-in-task}. */
  public static String said(Verdict verdict) {
    return verdict.id() + " " + Objects.requireNonNullElse(verdict.reason(), "-");
  }

  public static String said(Rules rules, String output, Ending ending) {
    return said(judge(rules, output, ending));
  }

  public static byte[] sample(String name) {
    try (InputStream in = Runs.class.getResourceAsStream("/samples/moodle/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
