package heartbeat.config;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.config.Flags.Extra;
import heartbeat.model.JobName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command line taken apart. */
class FlagsTest {
  @TempDir Path folder;

  private static List<String> problems(String... args) {
    return Flags.parse(args).problems().stream().map(Problem::toString).toList();
  }

  @Test
  void theJobIsOptionalAndMayStandAnywhere() {
    assertThat(Flags.parse(new String[0]).job()).isNull();
    for (var args : List.of("moodle --tee", "--tee moodle", "--keep-runs 3 moodle")) {
      var flags = Flags.parse(args.split(" "));
      assertThat(flags.job()).isEqualTo(new JobName("moodle"));
      assertThat(flags.problems()).isEmpty();
    }
  }

  @Test
  void aUrlMayHaveAPortAUserAnIpv6AddressOrAPlaceholder() throws IOException {
    var etc = new Etc(folder);
    for (String url :
        List.of(
            "http://h:1/x",
            "http://h:65535",
            "http://h:/x",
            "https://user:word@h/x",
            "https://user:word@h:8443/x",
            "http://[::1]/x",
            "http://[fe80::1]:8000?a:b",
            "http://{host}/a:b",
            "http://h:80{run}/x")) {
      assertThat(etc.problems("--ping", url)).as(url).isEmpty();
    }
    for (String url : List.of("http://h:0/", "http://h:65536/x", "http://[::1]:x", "http://h:-1")) {
      assertThat(etc.problems("--ping", url)).as(url).hasSize(1);
    }
  }

  @Test
  void whatFollowsTwoDashesIsTheCommand() {
    var flags = Flags.parse(new String[] {"moodle", "--tee", "--", "php", "--tee", "--", "-x"});

    assertThat(flags.command()).containsExactly("php", "--tee", "--", "-x");
    assertThat(flags.problems()).isEmpty();
  }

  @Test
  void valuesFollowAsTheNextArgumentOrBehindAnEqualsSign() throws IOException {
    var etc = new Etc(folder);
    for (String args : List.of("--max-duration 2h", "--max-duration=2h")) {
      assertThat(etc.job(args.split(" ")).limits().maxDuration()).hasHours(2);
    }
    assertThat(etc.job("--success-marker=a=b").rules().success().toString()).contains("a=b");
    assertThat(etc.job("--success-marker", "--- done ---").rules().success()).hasSize(1);
  }

  @Test
  void aBooleanNeedsNoValueAndCanBeNegated() throws IOException {
    var etc = new Etc(folder);
    assertThat(etc.job("--tee", "moodle").log().tee()).isTrue();
    assertThat(etc.job("--tee=true").log().tee()).isTrue();
    assertThat(etc.job("--tee=false").log().tee()).isFalse();
    assertThat(etc.job("--tee", "--no-tee").log().tee()).isFalse();
    assertThat(etc.job("--no-start").ping().start()).isFalse();
    assertThat(etc.job("--no-ping-start").ping().start()).isFalse();
    assertThat(problems("--no-tee=true")).containsExactly("--no-tee: takes no value");
    assertThat(etc.problems("--tee=2")).containsExactly("--tee: '2' is neither true nor false");
  }

  @Test
  void listsGrowByRepeatingAndByCommasAndTheLastOfOthersWins() throws IOException {
    var etc = new Etc(folder);
    var job =
        etc.job(
            "--mail-to", "a@x.org, b@x.org", "--to", "c@x.org", "--keep-runs=1", "--keep-runs=2");

    assertThat(job.mail().to()).containsExactly("a@x.org", "b@x.org", "c@x.org");
    assertThat(job.keep().runs()).isEqualTo(2);
    assertThat(etc.job("--success-marker", "a, b").rules().success()).hasSize(1);
  }

  @Test
  void anUnknownFlagIsToldWithTheNearest() {
    assertThat(problems("--max-duraton", "2h", "moodle"))
        .containsExactly("--max-duraton: unknown option; did you mean '--max-duration'?");
    assertThat(Flags.parse(new String[] {"--max-duraton", "2h", "moodle"}).job())
        .isEqualTo(new JobName("moodle"));
    assertThat(problems("moodle", "--banana", "x")).containsExactly("--banana: unknown option");
    assertThat(problems("-tee", "moodle"))
        .containsExactly("-tee: unknown option; did you mean '--tee'?");
    assertThat(problems("--timeout=3s"))
        .containsExactly(
            "--timeout: unknown option; did you mean '--ping-timeout' or '--smtp-timeout'?");
    assertThat(problems("--confg", "x"))
        .containsExactly("--confg: unknown option; did you mean '--config'?");
    assertThat(problems("-")).containsExactly("-: unknown option");
  }

  @Test
  void aMissingValueIsTold() {
    assertThat(problems("--preset")).containsExactly("--preset: needs a value");
    assertThat(problems("--preset", "--tee")).containsExactly("--preset: needs a value");
    assertThat(problems("--preset", "--", "x")).containsExactly("--preset: needs a value");
    assertThat(problems("--config")).containsExactly("--config: needs a value");
    assertThat(problems("--config=")).containsExactly("--config: is empty");
  }

  @Test
  void theCommandsOwnFlagsAreTakenOut() {
    var extras = new Extra[] {new Extra("json", false), new Extra("verdict", true)};
    var flags = Flags.parse(new String[] {"--json", "moodle", "--verdict", "failure"}, extras);

    assertThat(flags.problems()).isEmpty();
    assertThat(flags.has("json")).isTrue();
    assertThat(flags.value("verdict")).isEqualTo("failure");
    assertThat(flags.has("other")).isFalse();
    assertThat(Flags.parse(new String[] {"--jsn"}, extras).problems().getFirst().message())
        .contains("'--json'");
    assertThat(Flags.parse(new String[] {"--json=1"}, extras).problems()).hasSize(1);
    assertThat(Flags.parse(new String[] {"--verdict"}, extras).problems()).hasSize(1);
  }

  @Test
  void aNameThatNoJobCanBearIsAnError() {
    assertThat(problems("a/b"))
        .containsExactly("a/b: a job's name may not contain '/' or control characters");
    assertThat(problems("status")).hasSize(1);
    assertThat(problems("moodle", "more"))
        .containsExactly(
            "more: unexpected; a command goes behind '--', a text with spaces in quotes");
  }

  @Test
  void valuesAreFilledInAndWrongOnesAreErrorsOfUsage() throws IOException {
    var etc = new Etc(folder);
    etc.env.put("URL", "https://example.org/s");
    assertThat(etc.job("--ping", "${env:URL}").ping().urls().base())
        .isEqualTo("https://example.org/s");

    var config = etc.load("moodle", "--ping-headers", "secret", "--max-duration", "5");
    assertThat(config.problems()).allMatch(Problem::isUsage);
    assertThat(etc.printed(config.problems()))
        .containsExactly(
            "--ping-headers: the value is not of the form 'Name: value'",
            "--max-duration: '5' needs a unit: s, m, h or d, as in 90s or 1h30m");
  }

  @Test
  void aRelativePathIsFineInAFlag() throws IOException {
    var config = new Etc(folder).load("--state-dir", "state");
    assertThat(config.problems()).isEmpty();
    assertThat(config.stateDir()).isEqualTo(Path.of("state").toAbsolutePath());
  }
}
