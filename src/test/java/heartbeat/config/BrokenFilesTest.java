package heartbeat.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of files that are wrong. */
class BrokenFilesTest {
  @TempDir Path folder;
  Etc etc;

  @BeforeEach
  void machine() throws IOException {
    etc = new Etc(folder);
  }

  static Arguments row(String text, String... lines) {
    return Arguments.of(text, List.of(lines));
  }

  static Stream<Arguments> files() {
    return Stream.of(
        // keys
        row(
            "jobs:\n  moodle:\n    prset: moodle\n",
            "heartbeat.yml:3:5: jobs.moodle.prset: unknown key; did you mean 'preset'?"),
        row("job: {}\n", "heartbeat.yml:1:1: job: unknown key; did you mean 'jobs'?"),
        row(
            "defaults:\n  ping:\n    sucess_url: https://x\n",
            "heartbeat.yml:3:5: defaults.ping.sucess_url: unknown key; did you mean"
                + " 'success-url'?"),
        row("defaults: { banana: 1 }\n", "heartbeat.yml:1:13: defaults.banana: unknown key"),
        row(
            "preset: moodle\n",
            "heartbeat.yml:1:1: preset: unknown key; 'preset' belongs under 'defaults' or a job's"
                + " name"),
        row(
            "defaults:\n  url: https://x\n",
            "heartbeat.yml:2:3: defaults.url: unknown key; 'url' belongs under 'ping'"),
        row(
            "defaults:\n  mail-to: a@b\n",
            "heartbeat.yml:2:3: defaults.mail-to: unknown key; write 'to' under 'mail'"),
        row(
            "jobs:\n  moodle:\n    smtp: { host: a }\n",
            "heartbeat.yml:3:5: jobs.moodle.smtp: unknown key; 'smtp' belongs at the top of the"
                + " file"),
        row(
            "mail: { to: a@b }\n",
            "heartbeat.yml:1:1: mail: unknown key; 'mail' belongs under 'defaults' or a job's"
                + " name"),
        row(
            "host: a\n",
            "heartbeat.yml:1:1: host: unknown key; 'host' belongs under 'smtp' at the top of the"
                + " file"),
        row(
            "enabled: true\nenabled: false\n",
            "heartbeat.yml:2:1: enabled: is given twice; first in line 1"),
        row(
            "jobs:\n  moodle: {}\n  moodle: {}\n",
            "heartbeat.yml:3:3: jobs.moodle: is given twice; first in line 2"),
        row(
            "jobs:\n  status: {}\n",
            "heartbeat.yml:2:3: jobs.status: 'status' is a command; choose another job name"),
        row(
            "jobs:\n  a/b: {}\n",
            "heartbeat.yml:2:3: jobs.a/b: a job's name may not contain '/' or control characters"),
        row("? [a]\n: b\n", "heartbeat.yml:1:3: a key must be a text"),
        row(
            "defaults: &d { tee: true }\njobs:\n  moodle:\n    <<: *d\n",
            "heartbeat.yml:4:5: jobs.moodle.<<: merging with '<<' is not read; use 'defaults'"),
        // shapes
        row(
            "- jobs\n",
            "heartbeat.yml:1:1: must be a map of keys, as in jobs: { moodle: { preset: moodle } }"),
        row("jobs: [moodle]\n", "heartbeat.yml:1:7: jobs: must be a map from the jobs' names"),
        row("jobs:\n  moodle: yes\n", "heartbeat.yml:2:11: jobs.moodle: must be a map of keys"),
        row("defaults:\n  mail: a@b\n", "heartbeat.yml:2:9: defaults.mail: must be a map"),
        row("smtp: localhost\n", "heartbeat.yml:1:7: smtp: must be a map, as in smtp: { host: … }"),
        row(
            "defaults:\n  preset: [moodle]\n",
            "heartbeat.yml:2:11: defaults.preset: takes one value, not a list"),
        row(
            "defaults:\n  max-duration:\n",
            "heartbeat.yml:2:3: defaults.max-duration: has no value"),
        row(
            "defaults:\n  mail:\n    to: [a@b, ]\n    subject: {job}\n",
            "heartbeat.yml:4:14: defaults.mail.subject: must be a text, not a map; one that begins"
                + " with '{' needs quotes"),
        row(
            "defaults:\n  success-marker: !done x\n",
            "heartbeat.yml:2:19: defaults.success-marker: '!done' is a YAML tag; a text with '!'"
                + " needs quotes"),
        row(
            "defaults:\n  tee: !!java.lang.ProcessBuilder [x]\n",
            "heartbeat.yml:2:8: a YAML tag; a text that begins with '!' needs quotes"),
        // values
        row(
            "defaults:\n  max-duration: 90\n",
            "heartbeat.yml:2:17: defaults.max-duration: '90' needs a unit: s, m, h or d, as in 90s"
                + " or 1h30m"),
        row(
            "defaults:\n  max-duration: 0s\n",
            "heartbeat.yml:2:17: defaults.max-duration: '0s' must be more than 0"),
        row(
            "defaults:\n  log-limit: 10X\n",
            "heartbeat.yml:2:14: defaults.log-limit: '10X' is not a size; write 64k, 10M or 1G"),
        row(
            "defaults:\n  log-limit: 10\n",
            "heartbeat.yml:2:14: defaults.log-limit: '10' is too small; 1024 at least"),
        row(
            "defaults:\n  preset: modle\n",
            "heartbeat.yml:2:11: defaults.preset: 'modle' is none of auto, moodle, nagios,"
                + " exit-status; did you mean 'moodle'?"),
        row(
            "defaults:\n  tee: maybe\n",
            "heartbeat.yml:2:8: defaults.tee: 'maybe' is neither true nor false"),
        row(
            "defaults:\n  keep-runs: many\n",
            "heartbeat.yml:2:14: defaults.keep-runs: 'many' is not a whole number"),
        row(
            "defaults:\n  ping: hc-ping.com/secret\n",
            "heartbeat.yml:2:9: defaults.ping: the value must begin with http:// or https://"),
        row(
            "defaults:\n  ping: https:///secret\n",
            "heartbeat.yml:2:9: defaults.ping: the value has no host"),
        row(
            "defaults:\n  ping: https://hc.example.org:99999/secret\n",
            "heartbeat.yml:2:9: defaults.ping: the value has no port from 1 to 65535 behind its"
                + " host"),
        row(
            "defaults:\n  ping: https://secret:word/\n",
            "heartbeat.yml:2:9: defaults.ping: the value has no port from 1 to 65535 behind its"
                + " host"),
        row(
            "defaults:\n  ping: { headers: { 'X Y': secret } }\n",
            "heartbeat.yml:2:29: defaults.ping.headers.X Y: 'X Y' is not the name of an HTTP"
                + " header"),
        row(
            "defaults:\n  ping: { headers: { X: sécret } }\n",
            "heartbeat.yml:2:25: defaults.ping.headers.X: the value may hold ASCII characters"
                + " only"),
        row(
            "defaults:\n  ping: { proxy: squid }\n",
            "heartbeat.yml:2:18: defaults.ping.proxy: 'squid' is not a proxy; write host:port or"
                + " http://host:port"),
        row(
            "defaults:\n  mail: { to: 'a@b, c d' }\n",
            "heartbeat.yml:2:15: defaults.mail.to: 'c d' is not a mail address"),
        row(
            "defaults:\n  mail: { to: a@b, on: [failure, sucess] }\n",
            "heartbeat.yml:2:34: defaults.mail.on: 'sucess' is none of failure, warning,"
                + " recovery"),
        row(
            "defaults:\n  success-marker: '/a(b/'\n",
            "heartbeat.yml:2:19: defaults.success-marker: '/a(b/' is not a regular expression:"
                + " unclosed group (character 4)"),
        row(
            "defaults:\n  success-marker: \"a\\nb\"\n",
            "heartbeat.yml:2:19: defaults.success-marker: 'a?b' must be one line"),
        row(
            "defaults:\n  success-marker: ''\n",
            "heartbeat.yml:2:19: defaults.success-marker: '' is empty"),
        row("state-dir: lib\n", "heartbeat.yml:1:12: state-dir: 'lib' is not an absolute path"),
        row(
            "smtp: { host: 'mail:587' }\n",
            "heartbeat.yml:1:15: smtp.host: 'mail:587' must be a host name alone; 'port' is a key"
                + " of its own"),
        row(
            "smtp: { port: 70000 }\n",
            "heartbeat.yml:1:15: smtp.port: '70000' is too big; 65535 at most"),
        // together
        row(
            "smtp: { user: a }\n",
            "heartbeat.yml:1:15: smtp.user: there is no smtp.password to log in with"),
        row(
            "smtp: { user: a, password: '${env:NO}' }\n",
            "heartbeat.yml:1:28: smtp.password: the environment variable 'NO' is not set"),
        row(
            "smtp: { host: a }\nsendmail: /bin/s\n",
            "heartbeat.yml:2:11: sendmail: smtp is set too, at heartbeat.yml:1:15; keep one of"
                + " them"),
        row(
            "jobs:\n  moodle:\n    min-duration: 3h\n    max-duration: 2h\n",
            "heartbeat.yml:3:19: jobs.moodle.min-duration: min-duration is not below max-duration:"
                + " no run could succeed"),
        row(
            "jobs:\n  moodle:\n    max-silence: 3h\n    max-duration: 2h\n",
            "heartbeat.yml:3:18: warning: jobs.moodle.max-silence: max-silence is not below"
                + " max-duration: it has no effect"),
        row(
            "jobs:\n  moodle: { mail: { cooldown: 1h } }\n",
            "heartbeat.yml:2:31: warning: jobs.moodle.mail.cooldown: nobody is mailed, since"
                + " mail.to is not set"),
        row(
            "defaults: { preset: exit-status }\njobs:\n  moodle: { success-marker: ok }\n",
            "heartbeat.yml:3:29: warning: jobs.moodle.success-marker: preset exit-status asks for"
                + " no success-marker; keep one of them"),
        row(
            "jobs:\n  moodle: { ping: { method: get, body: tail } }\n",
            "heartbeat.yml:2:40: warning: jobs.moodle.ping.body: a ping by GET carries no body; use"
                + " POST or PUT"),
        // syntax
        row("jobs:\n\tmoodle: {}\n", "heartbeat.yml:2:1: a tab; YAML is indented with spaces"),
        row(
            "defaults:\n  ping: https://x/y\n   tee: true\n",
            "heartbeat.yml:3:7: a ':' that does not fit here: wrong indentation, or a value that"
                + " needs quotes"),
        row(
            "defaults:\n    tee: true\n  preset: moodle\n",
            "heartbeat.yml:3:3: does not fit to the lines above: wrong indentation, or a quote too"
                + " many"),
        row(
            "defaults:\n  directory: \"/a\n  tee: true\njobs: {}\n",
            "heartbeat.yml:2:14: the quote that begins here is not closed"),
        row(
            "defaults:\n  success-marker: \"/\\s/\"\n",
            "heartbeat.yml:2:22: in double quotes a backslash is written twice; or use single"
                + " quotes"),
        row(
            "defaults:\n  mail: { to: [a@b, c@d }\njobs: {}\n",
            "heartbeat.yml:2:15: the '[' that begins here is not closed, or a ',' is missing"),
        row(
            "jobs: [\n",
            "heartbeat.yml:2:1: a value is missing here; is a '[' or '{' above not closed?"),
        row(
            "smtp: { user: a, password: ${env:X} }\n",
            "heartbeat.yml:1:7: a value with '{' inside of { } or [ ] needs quotes"),
        row(
            "defaults:\n  mail:\n    subject: {job} failed\n",
            "heartbeat.yml:3:20: text after a '}': a value that begins with '{' needs quotes"),
        row(
            "defaults:\n  success-marker: @done\n",
            "heartbeat.yml:2:19: a value that begins with this character needs quotes"),
        row(
            "enabled: true\n---\nenabled: false\n",
            "heartbeat.yml:2:1: a second document ('---'); one file holds one config"),
        row(
            "defaults:\n  ping: { url: https://x/{job} }\n",
            "heartbeat.yml:2:9: a value with '{' inside of { } or [ ] needs quotes"),
        row(
            "enabled: *x\n",
            "heartbeat.yml:1:10: a YAML alias; a text that begins with '*' needs quotes"),
        row(
            "defaults:\n  success-marker: *** done ***\n",
            "heartbeat.yml:2:19: a YAML alias; a text that begins with '*' needs quotes"),
        row(
            "checks:\n  a:\n    schedule: */5 * * * *\n",
            "heartbeat.yml:3:15: a YAML alias; a text that begins with '*' needs quotes"),
        row(
            "defaults:\n  success-marker: && done\n",
            "heartbeat.yml:2:19: a YAML anchor; a text that begins with '&' needs quotes"),
        row(
            "defaults:\n  success-marker: &done x\n",
            "heartbeat.yml:2:19: '&done' is a YAML anchor; a text with '&' needs quotes"),
        row(
            "defaults:\n  success-marker: ! done\n",
            "heartbeat.yml:2:19: '!' is a YAML tag; a text with '!' needs quotes"),
        row(
            "defaults:\n  success-marker: !<x done\n",
            "heartbeat.yml:2:19: a YAML tag; a text that begins with '!' needs quotes"),
        row(
            "defaults:\n  success-marker: !a!b done\n",
            "heartbeat.yml:2:19: a YAML tag; a text that begins with '!' needs quotes"),
        row(
            "jobs: {}\nenabled\n",
            "heartbeat.yml:2:1: a key without ':', or a text that needs quotes"),
        row(
            "enabled: true\0\n",
            "heartbeat.yml:1:14: a control character (0x0)",
            "heartbeat.yml:1:10: enabled: 'true�' is neither true nor false"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void aBrokenFileIsExplainedWithItsPlace(String text, List<String> lines) throws IOException {
    etc.file(text);

    var printed = etc.problems().stream().map(l -> l.replace(folder + "/etc/", "")).toList();

    assertThat(printed).containsExactlyInAnyOrderElementsOf(lines);
  }

  @Test
  void aPlaceholderThatDoesNotExistIsWarnedOfWithTheNearest() throws IOException {
    etc.file(
        """
        defaults: { mail: { to: [a@example.org], subject: '{verdikt}: {job} {x y} {}' } }
        jobs: { moodle: { ping: 'https://example.org/{jobb}/{run}?t=s3cret' } }
        """);
    assertThat(etc.problems())
        .containsExactly(
            "heartbeat.yml:1:51: warning: defaults.mail.subject: '{verdikt}' is no placeholder, and"
                + " stays as it is; did you mean 'verdict'?",
            "heartbeat.yml:2:25: warning: jobs.moodle.ping: '{jobb}' is no placeholder, and stays"
                + " as it is; did you mean 'job'?");
  }

  @Test
  void aUrlWithAUuidWhereHealthchecksHasNoneIsWarnedOf() throws IOException {
    String uuid = "8116e449-d71c-4112-8f5d-a66f60902091";
    etc.file("jobs: { moodle: { ping: 'https://example.org/up/" + uuid + "' } }");
    assertThat(etc.problems())
        .singleElement()
        .asString()
        .contains("warning: jobs.moodle.ping: only successes are pinged", "ping.style");
    for (String fine :
        List.of(
            "{ url: 'https://example.org/up/" + uuid + "', style: healthchecks }",
            "'https://example.org/up/ping/" + uuid + "'",
            "'https://example.org/up'")) {
      etc.file("jobs: { moodle: { ping: " + fine + " } }");
      assertThat(etc.problems()).as(fine).isEmpty();
    }
  }

  @Test
  void allProblemsOfAFileAreToldAtOnceFromTopToBottom() throws IOException {
    etc.file(
        """
        smtp: { hst: localhost }
        defaults:
          max-duration: 5
          mail: { to: nobody@, on: [always] }
        jobs:
          status: {}
          moodle:
            preset: modle
            ping: { url: ftp://x, retries: 1000 }
        serv: {}
        """);

    assertThat(etc.load().problems())
        .extracting(Problem::line)
        .containsExactly(1, 3, 4, 4, 6, 8, 9, 9, 10);
  }

  @Test
  void secretsAreNeverPrinted() throws IOException {
    etc.env.put("URL", "secret url");
    etc.file(
        """
        smtp: { password: "sec\\nret" }
        defaults:
          ping: { url: 'secret://x', success-url: '${env:URL}', headers: [secret] }
          max-duration: ${env:URL}
        """);

    assertThat(etc.problems()).hasSizeGreaterThan(3).noneMatch(l -> l.contains("ecret"));
  }
}
