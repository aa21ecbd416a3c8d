package heartbeat.recognise;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.run.Ending;
import heartbeat.run.Judge;
import heartbeat.run.Observation;
import heartbeat.run.Preset;
import heartbeat.run.Rules;
import heartbeat.run.Runs;
import heartbeat.run.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Outputs of Moodle 4.1, 4.2 and 5.1 and of Totara 12 and 17, recorded from running sites: each
 * gets the verdict that the index says is right.
 */
class RealSamplesTest {
  /** Nothing in this output alone tells of the kill: the exit status does. */
  private static final String KILLED_AFTER_ITS_OWN_END =
      "m51-spoof-own-complete-marker-then-killed.log";

  /** One line of the index. */
  record Sample(String file, String preset, String verdict, String reason, int status) {
    Rules rules() {
      int own = preset.indexOf(" + success-marker ");
      if (own < 0) {
        return Runs.rules(presetNamed(preset));
      }
      String marker = preset.substring(own + " + success-marker ".length());
      return Runs.success(presetNamed(preset.substring(0, own)), marker);
    }

    private static Preset presetNamed(String name) {
      return Preset.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    public byte[] output() {
      return read(file);
    }

    boolean isRight(Verdict judged) {
      boolean any = reason.equals("-") && !verdict.equals("success");
      return judged.id().equals(verdict)
          && (any || Objects.requireNonNullElse(judged.reason(), "-").equals(reasonOf()));
    }

    private String reasonOf() {
      return verdict.equals("success") ? "-" : reason;
    }

    @Override
    public String toString() {
      return file;
    }
  }

  private static byte[] read(String name) {
    try (InputStream in = Runs.class.getResourceAsStream("/samples/moodle-2/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Sample> all() {
    return Runs.text(read("INDEX.tsv"))
        .lines()
        .skip(1)
        .map(line -> line.split("\t"))
        .map(c -> new Sample(c[0], c[1], c[2], c[3], Integer.parseInt(c[4])))
        .toList();
  }

  static List<Sample> inPipes() {
    return all().stream().filter(s -> !s.file().equals(KILLED_AFTER_ITS_OWN_END)).toList();
  }

  static List<Sample> moodles() {
    return inPipes().stream().filter(s -> s.rules().preset() != Preset.NAGIOS).toList();
  }

  private static void assertRight(Sample sample, Rules rules, byte[] output, Ending ending) {
    Verdict judged = Runs.judge(rules, output, ending);
    assertThat(sample.isRight(judged)).as("%s: %s", sample, judged).isTrue();
  }

  @ParameterizedTest
  @MethodSource("inPipes")
  void inAPipeItGetsTheRightVerdict(Sample sample) {
    assertRight(sample, sample.rules(), sample.output(), Runs.EOF);
  }

  @ParameterizedTest
  @MethodSource("all")
  void withItsExitStatusItGetsTheRightVerdict(Sample sample) {
    assertRight(sample, sample.rules(), sample.output(), Runs.exited(sample.status()));
  }

  @ParameterizedTest
  @MethodSource("moodles")
  void withoutAPresetItIsRecognised(Sample sample) {
    if (sample.rules().preset() == Preset.MOODLE) {
      assertRight(sample, Rules.DEFAULT, sample.output(), Runs.EOF);
      assertRight(sample, Rules.DEFAULT, sample.output(), Runs.exited(sample.status()));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void howItIsSplitIntoReadsChangesNothing(Sample sample) {
    Observation whole = Runs.observe(sample.rules(), sample.output());
    for (int at = 0; at <= sample.output().length; at++) {
      Observer observer = new Observer(sample.rules());
      observer.accept(sample.output(), 0, at);
      observer.accept(sample.output(), at, sample.output().length - at);
      assertThat(observer.observe()).isEqualTo(whole);
    }
    Random random = new Random(20261129);
    for (int longest : new int[] {1, 7, 300}) {
      assertThat(Runs.observeInPieces(sample.rules(), sample.output(), longest, random))
          .isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void windowsLineEndsChangeNothing(Sample sample) {
    String text = new String(sample.output(), StandardCharsets.ISO_8859_1);
    byte[] crlf = text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Runs.observe(sample.rules(), crlf))
        .isEqualTo(Runs.observe(sample.rules(), sample.output()));
  }

  @ParameterizedTest
  @MethodSource("moodles")
  void aPrefixInFrontOfEachLineChangesNothing(Sample sample) {
    if (!sample.rules().success().isEmpty()) {
      return; // its marker is anchored to the beginning of the line
    }
    // An exception that only the preset makes one of Moodle's.
    boolean needsPreset = sample.file().equals("m42-web-clionly.log");
    for (PrefixedLines prefix : PrefixedLines.ALL) {
      byte[] output = prefix.inFrontOf(sample.output());
      assertRight(prefix, sample, sample.rules(), output);
      if (!needsPreset) {
        assertRight(prefix, sample, Rules.DEFAULT, output);
      }
    }
  }

  private static void assertRight(PrefixedLines prefix, Sample sample, Rules rules, byte[] output) {
    Verdict judged = Runs.judge(rules, output, Runs.EOF);
    assertThat(sample.isRight(judged)).as("%s behind %s: %s", sample, prefix, judged).isTrue();
  }

  /** A log that was cut is no success, wherever it was cut but at the end of its last line. */
  @ParameterizedTest
  @MethodSource("moodles")
  void cutAnywhereItIsNoSuccess(Sample sample) {
    byte[] output = sample.output();
    List<Rules> all = new ArrayList<>(List.of(sample.rules()));
    all.add(Rules.DEFAULT);
    for (Rules rules : all) {
      if (!rules.success().isEmpty() || rules.preset() == Preset.EXIT_STATUS) {
        continue;
      }
      Observer observer = new Observer(rules);
      for (int cut = 1; cut < output.length; cut++) {
        observer.accept(output, cut - 1, 1);
        String rest = Runs.text(java.util.Arrays.copyOfRange(output, cut, output.length));
        boolean atLineEnd = rest.isBlank() || rest.startsWith(" Continuing");
        Verdict verdict =
            Judge.judge(rules, Runs.capture(observer.observe(), Runs.EOF, Duration.ofSeconds(9)));
        if (!atLineEnd && verdict instanceof Verdict.Success) {
          assertThat(mayEndHere(Runs.text(java.util.Arrays.copyOf(output, cut))))
              .as("%s with %s cut after %d bytes: %s", sample, rules.preset(), cut, verdict)
              .isTrue();
        }
      }
    }
  }

  /** Where {@code adhoc_task.php --id} would end as well: after the end of its one task. */
  private static boolean mayEndHere(String output) {
    return output.matches(
            "(?s)Server Time: [^\n]+\n\nExecute adhoc task: .*\nAdhoc task complete: \\S+\\n?")
        && output.indexOf("Adhoc task complete: ") == output.lastIndexOf("Adhoc task complete: ");
  }
}
