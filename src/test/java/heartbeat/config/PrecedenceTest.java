package heartbeat.config;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.JobName;
import heartbeat.notify.MailTransport.Security;
import heartbeat.notify.MailTransport.Sendmail;
import heartbeat.notify.MailTransport.Smtp;
import heartbeat.run.Preset;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flag over job over defaults over what is built in. */
class PrecedenceTest {
  @TempDir Path folder;
  Etc etc;

  @BeforeEach
  void machine() throws IOException {
    etc = new Etc(folder);
  }

  @Test
  void theNearestLevelWinsKeyByKey() throws IOException {
    etc.file(
        """
        defaults:
          preset: nagios
          tee: true
          keep-runs: 7
          ping: { retries: 1, timeout: 9s, jitter: 3s }
        jobs:
          moodle:
            preset: moodle
            keep-runs: 8
            ping: { retries: 3, timeout: 8s }
        """);

    var job = etc.job("moodle", "--preset", "exit-status", "--ping-retries", "4");

    assertThat(job.rules().preset()).isEqualTo(Preset.EXIT_STATUS);
    assertThat(job.ping().network().retries()).isEqualTo(4);
    assertThat(job.keep().runs()).isEqualTo(8);
    assertThat(job.ping().network().timeout()).isEqualTo(Duration.ofSeconds(8));
    assertThat(job.log().tee()).isTrue();
    assertThat(job.ping().jitter()).isEqualTo(Duration.ofSeconds(3));
    assertThat(job.ping().network().connectTimeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aUrlInPlaceOfThePingMapSetsItsUrlOnly() throws IOException {
    etc.file(
        """
        defaults: { ping: { url: "https://example.org/all", method: PUT } }
        jobs: { moodle: { ping: "https://example.org/own" } }
        """);

    assertThat(etc.job().ping().urls().base()).isEqualTo("https://example.org/own");
    assertThat(etc.job().ping().content().method()).isEqualTo("PUT");
  }

  @Test
  void headersMergeByTheirNamesWhateverTheCase() throws IOException {
    etc.file(
        """
        defaults: { ping: { headers: { X-One: a, X-Two: b } } }
        jobs: { moodle: { ping: { headers: { x-two: c } } } }
        """);

    assertThat(etc.job("--headers", "X-Three: d: e").ping().content().headers())
        .containsOnly(
            Map.entry("X-One", "a"), Map.entry("x-two", "c"), Map.entry("X-Three", "d: e"));
  }

  @Test
  void aListReplacesTheListOfALowerLevelAndAnEmptyOneTakesItBack() throws IOException {
    etc.file(
        """
        defaults: { success-marker: [a, b], mail: { to: x@y.org } }
        jobs: { moodle: { success-marker: c, mail: { to: [] } } }
        """);

    assertThat(etc.job().rules().success()).hasSize(1);
    assertThat(etc.job().mail().to()).isEmpty();
  }

  @Test
  void noneTakesBackWhatALowerLevelHasSet() throws IOException {
    etc.file(
        """
        defaults: { ping: https://example.org/all, max-duration: 2h }
        jobs: { moodle: { ping: none, max-duration: none } }
        """);

    assertThat(etc.load().problems()).isEmpty();
    assertThat(etc.job().ping().urls().base()).isNull();
    assertThat(etc.job().limits().maxDuration()).isNull();
    assertThat(etc.job("--max-duration", "1h").limits().maxDuration())
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aJobThatNoFileNamesHasTheDefaultsAndTheFlags() throws IOException {
    etc.file("defaults: { mail: { to: a@b.org } }\n");

    var job = etc.load("--tee").job(new JobName("new"));

    assertThat(job.mail().to()).containsExactly("a@b.org");
    assertThat(job.log().tee()).isTrue();
    assertThat(etc.load().jobNames()).isEmpty();
  }

  @Test
  void filesOfJobsDAreReadInTheOrderOfTheirNamesAfterTheMainFile() throws IOException {
    etc.file("defaults: { keep-runs: 1, tee: true }\njobs: { a: {} }\n");
    etc.file("jobs.d/20-c.yml", "defaults: { keep-runs: 3 }\njobs: { c: { lock: skip } }\n");
    etc.file("jobs.d/10-b.yml", "defaults: { keep-runs: 2 }\njobs: { b: {} }\n");
    etc.file("jobs.d/.hidden.yml", "nonsense: true\n");
    etc.file("jobs.d/README", "nonsense");

    Config config = etc.load();

    assertThat(config.problems()).isEmpty();
    assertThat(config.jobNames()).extracting(JobName::value).containsExactly("a", "b", "c");
    assertThat(config.job(new JobName("a")).keep().runs()).isEqualTo(3);
    assertThat(config.job(new JobName("a")).log().tee()).isTrue();
  }

  @Test
  void aJobOfTwoFilesIsAnErrorThatNamesBothPlaces() throws IOException {
    etc.file("jobs:\n  moodle: { tee: true }\n");
    etc.file("jobs.d/x.yml", "jobs:\n  moodle: { tee: false }\n");

    assertThat(etc.problems())
        .containsExactly(
            "jobs.d/x.yml:2:3: jobs.moodle: is defined twice; first at heartbeat.yml:2:3");
    assertThat(etc.job().log().tee()).isTrue();
  }

  @Test
  void theSenderOfAllMailIsThatOfAJobWithoutOne() throws IOException {
    etc.file(
        "smtp: { from: a@b.org }\njobs: { moodle: {}, x: { mail: { from: x@b.org, to: t } } }\n");

    assertThat(etc.job().mail().from()).isEqualTo("a@b.org");
    assertThat(etc.load().job(new JobName("x")).mail().from()).isEqualTo("x@b.org");
    assertThat(etc.load().from()).isEqualTo("a@b.org");
    assertThat(etc.load().transport()).isNull();
  }

  @Test
  void thePortFollowsTheSecurity() throws IOException {
    etc.file("smtp: { host: h }\n");
    assertThat(smtp().port()).isEqualTo(25);
    assertThat(smtp("--smtp-security", "tls").port()).isEqualTo(465);
    assertThat(smtp("--smtp-security=starttls").port()).isEqualTo(587);
    assertThat(smtp("--smtp-security=starttls").security()).isEqualTo(Security.STARTTLS);
    assertThat(smtp("--smtp-port", "2525").port()).isEqualTo(2525);
  }

  private Smtp smtp(String... args) {
    return (Smtp) Objects.requireNonNull(etc.load(args).transport());
  }

  @Test
  void aFlagForOneWayOfMailWinsOverAFileForTheOther() throws IOException {
    etc.file("smtp: { host: h }\n");
    assertThat(etc.load("--sendmail", "/bin/s").transport())
        .isEqualTo(new Sendmail(Path.of("/bin/s")));
    etc.file("sendmail: /bin/s\n");
    assertThat(etc.load("--smtp-host", "h").transport()).isInstanceOf(Smtp.class);
    assertThat(etc.problems("--smtp-host", "h")).isEmpty();
    assertThat(etc.problems("--sendmail", "/bin/s")).isEmpty();
    assertThat(etc.problems("--sendmail", "/bin/s", "--smtp-host", "h")).hasSize(1);
  }

  @Test
  void serveAndChecksAreHandedOnUnread() throws IOException {
    etc.file("serve: { anything: [1, 2] }\nchecks:\n  x: { period: 1m }\n");

    assertThat(etc.load().problems()).isEmpty();
    assertThat(etc.load().serveEntry()).isNotNull();
    assertThat(Objects.requireNonNull(etc.load().checksEntry()).value().getStartMark().getLine())
        .isEqualTo(2);
  }
}
