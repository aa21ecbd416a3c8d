package heartbeat.config;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.JobName;
import heartbeat.run.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Each key means the same in a file and as a flag. */
class FlagsAndFileTest {
  @TempDir Path folder;
  Etc etc;

  private static final String CHANNELS = "channels: { ops: { slack: https://x.org } }\n";

  @BeforeEach
  void machine() throws IOException {
    etc = new Etc(folder);
    etc.file(CHANNELS);
    etc.env.put("SMTP_PASSWORD", "xyz");
  }

  static Stream<Key> jobKeys() {
    return Keys.ofJob().stream();
  }

  static Stream<Key> topKeys() {
    return Keys.ofTop().stream();
  }

  @ParameterizedTest
  @MethodSource("jobKeys")
  void aKeyOfAJobMeansTheSameInAFileAndAsAFlag(Key key) throws IOException {
    Job byFlag = clean("--mail-to", "x@y.org").job(new JobName("moodle"));
    assertSame(clean(flags(key)).job(new JobName("moodle")), byFile(key, key.example()), true);
    assertSame(Job.named(new JobName("moodle")), byFile(key, key.example()), false);
    assertThat(byFlag.mail().to()).containsExactly("x@y.org");
  }

  @ParameterizedTest
  @MethodSource("jobKeys")
  void theBuiltInValueOfAKeyIsWhatHoldsWithoutIt(Key key) throws IOException {
    if (key.builtIn() != null) {
      assertSame(Job.named(new JobName("moodle")), byFile(key, key.builtIn()), true);
    }
  }

  @ParameterizedTest
  @MethodSource("topKeys")
  void aKeyOfTheTopMeansTheSameInAFileAndAsAFlag(Key key) throws IOException {
    if (key == TopKeys.ENABLED) {
      etc.file("enabled: false\n");
      assertThat(etc.load().enabled()).isFalse();
      return;
    }
    var other = List.of(TopKeys.SMTP_USER, TopKeys.SMTP_PASSWORD);
    var keys = other.contains(key) ? other : List.of(key);
    var args = new ArrayList<String>();
    var yaml = new StringBuilder(key.group().isEmpty() ? "" : "smtp:\n");
    for (Key each : keys) {
      args.addAll(List.of(flags(each)));
      yaml.append(each.group().isEmpty() ? "" : "  ");
      yaml.append(each.leaf()).append(": ").append(each.example()).append('\n');
    }
    Config byFlag = clean(args.toArray(new String[0]));
    etc.file(yaml.toString());
    Config byFile = clean();

    assertThat(byFlag.transport()).isEqualTo(byFile.transport());
    assertThat(byFlag.from()).isEqualTo(byFile.from());
    assertThat(byFlag.stateDir()).isEqualTo(byFile.stateDir());
    assertThat(byFile.transport() != null || byFile.from() != null || byFile.stateDir() != null)
        .isTrue();
  }

  @Test
  void everyKeyHasAFlagOfItsOwnAndSomeAShorterOne() {
    for (Key key : Keys.ofJob()) {
      assertThat(FlagNames.find(key.flag().substring(2))).isSameAs(key);
    }
    assertThat(FlagNames.find("success-url")).isSameAs(PingKeys.SUCCESS_URL);
    assertThat(FlagNames.find("ping")).isSameAs(PingKeys.URL);
    assertThat(FlagNames.find("to")).isSameAs(MailKeys.TO);
    assertThat(FlagNames.find("ping-timeout")).isSameAs(PingKeys.TIMEOUT);
    assertThat(FlagNames.find("tee")).isSameAs(JobKeys.TEE);
    assertThat(FlagNames.find("timeout")).isNull();
    assertThat(FlagNames.find("from")).isNull();
  }

  private Job byFile(Key key, String value) throws IOException {
    String indent = key.group().isEmpty() ? "    " : "      ";
    String group = key.group().isEmpty() ? "" : "    " + key.group() + ":\n";
    etc.file(CHANNELS + "jobs:\n  moodle:\n" + group + indent + key.leaf() + ": " + value + "\n");
    Job job = etc.load().job(new JobName("moodle"));
    assertThat(etc.load().problems()).allMatch(p -> !p.isError());
    etc.file(CHANNELS);
    return job;
  }

  private Config clean(String... args) {
    Config config = etc.load(args);
    assertThat(config.problems()).isEmpty();
    return config;
  }

  private static String[] flags(Key key) {
    Object value = new Yaml().load(key.example());
    var args = new ArrayList<String>();
    if (value instanceof List<?> list) {
      for (Object member : list) {
        args.add(key.flag());
        args.add(member.toString());
      }
    } else if (value instanceof java.util.Map<?, ?> map) {
      map.forEach(
          (name, text) -> {
            args.add(key.flag());
            args.add(name + ": " + text);
          });
    } else if (value instanceof Boolean on) {
      args.add(on ? key.flag() : "--no-" + key.flag().substring(2));
    } else {
      args.add(key.flag());
      args.add(value.toString());
    }
    return args.toArray(new String[0]);
  }

  private static void assertSame(Job a, Job b, boolean same) {
    var comparison =
        assertThat(a)
            .usingRecursiveComparison()
            .withEqualsForType((x, y) -> x.pattern().equals(y.pattern()), Pattern.class);
    if (same) {
      comparison.isEqualTo(b);
    } else {
      comparison.isNotEqualTo(b);
    }
  }
}
