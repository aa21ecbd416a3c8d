package heartbeat.config;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.JobName;
import heartbeat.notify.MailTransport.Smtp;
import heartbeat.run.Rules;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What heartbeat still takes from a file that is wrong somewhere. */
class RestOfABrokenFileTest {
  @TempDir Path folder;
  Etc etc;

  @BeforeEach
  void machine() throws IOException {
    etc = new Etc(folder);
  }

  @Test
  void whatStandsAboveASyntaxErrorIsReadToTellOfIt() throws IOException {
    etc.file(
        """
        smtp: { host: mail.example.org }
        defaults:
          mail: { to: admin@example.org }
          success-marker: done
        jobs:
          moodle:
            ping: https://example.org/x
            preset: [
            max-duration: 2h
        """);

    Config config = etc.load();

    assertThat(config.problems()).hasSize(1);
    assertThat(config.transport())
        .isInstanceOfSatisfying(
            Smtp.class, s -> assertThat(s.host()).isEqualTo("mail.example.org"));
    var job = config.job(new JobName("moodle"));
    assertThat(job.mail().to()).containsExactly("admin@example.org");
    assertThat(job.ping().urls().base()).isEqualTo("https://example.org/x");
    assertThat(job.rules()).isEqualTo(Rules.UNKNOWN);
  }

  @Test
  void aJobWithAnErrorHasTheBuiltInRulesAndItsReadablePingAndMail() throws IOException {
    etc.file(
        """
        jobs:
          moodle:
            success-marker: done
            max-duraton: 2h
            ping: https://example.org/x
            mail: { to: [good@example.org, 'bad one'] }
          other:
            success-marker: done
        """);

    Config config = etc.load();
    var moodle = config.job(new JobName("moodle"));
    assertThat(moodle.rules()).isEqualTo(Rules.UNKNOWN);
    assertThat(moodle.ping().urls().base()).isEqualTo("https://example.org/x");
    assertThat(moodle.mail().to()).containsExactly("good@example.org");
    assertThat(config.problemsFor(new JobName("moodle"))).hasSize(2);
  }

  @Test
  void whatASyntaxErrorCutOffIsNotSaidToBeMissing() throws IOException {
    etc.file("defaults:\n  mial: x\n  mail:\n    to:\n      - a@b.org\n    subject: {job} on\n");

    assertThat(etc.problems())
        .containsExactly(
            "heartbeat.yml:2:3: defaults.mial: unknown key; did you mean 'mail'?",
            "heartbeat.yml:6:20: text after a '}': a value that begins with '{' needs quotes");
    assertThat(etc.job().mail().to()).containsExactly("a@b.org");
  }

  @Test
  void theProblemsOfOneJobDoNotTouchAnother() throws IOException {
    etc.file("jobs:\n  moodle: { presett: x }\n  other: { success-marker: done }\n");

    Config config = etc.load();

    assertThat(config.problemsFor(new JobName("other"))).isEmpty();
    assertThat(config.job(new JobName("other")).rules().success()).hasSize(1);
  }

  @Test
  void aWarningLeavesTheRulesAsTheyAre() throws IOException {
    etc.file("jobs:\n  moodle: { success-marker: done, mail: { cooldown: 1h } }\n");

    assertThat(etc.load().problems()).hasSize(1);
    assertThat(etc.job().rules().success()).hasSize(1);
  }
}
