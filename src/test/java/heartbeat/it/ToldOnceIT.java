package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import heartbeat.Await;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that mails and pings, and the switch that it pings, with one mail server. */
class ToldOnceIT {
  private static final String UUID = "8116e449-d71c-4112-8f5d-a66f60902091";
  private static final String GOOD = "true";
  private static final String BAD =
      "sh -c 'until [ -e go ]; do sleep 0.1; done; sleep 1; echo disk is full; exit 3'";

  @TempDir Path home;
  private final GreenMail mail =
      new GreenMail(new ServerSetup[] {ServerSetupTest.SMTP.dynamicPort()});

  @BeforeEach
  void start() {
    mail.start();
  }

  @AfterEach
  void stop() {
    mail.stop();
  }

  @Test
  void whoGotTheJobsMailGetsNoneOfTheSwitchAndTheOthersDo() throws Exception {
    try (SwitchAtWork at = site("period: 1h")) {
      run(at, GOOD, BAD);
      Await.until(() -> to("boss").size() == 1);
      assertThat(to("boss")).singleElement().asString().contains("DOWN: backup");
      run(at, GOOD);
      Await.until(() -> to("boss").size() == 2);
      assertThat(to("boss").getLast()).contains("UP: backup");
      assertThat(to("ops"))
          .as("both of the job: none of the switch")
          .hasSize(2)
          .noneMatch(subject -> subject.contains("DOWN: backup"))
          .noneMatch(subject -> subject.contains("UP: backup"));
    }
  }

  @Test
  void whoWasMailedMinutesAgoIsNotToldByASwitchThatWaitsForASecondFailure() throws Exception {
    try (SwitchAtWork at = site("period: 1h, fail-after: 2")) {
      run(at, GOOD, BAD, BAD);
      Await.until(() -> to("boss").size() == 1);
      assertThat(to("boss")).singleElement().asString().contains("DOWN: backup");
      assertThat(to("ops"))
          .as("the job's mail of the first failure")
          .singleElement()
          .asString()
          .startsWith("FAILURE");
    }
  }

  /** Its start ping has heard that the server is a switch. */
  @Test
  void soItIsInAJobsVeryFirstRun() throws Exception {
    try (SwitchAtWork at = site("period: 1h")) {
      run(at, BAD);
      Await.until(() -> to("boss").size() == 1);
      assertThat(to("ops")).singleElement().asString().startsWith("FAILURE");
    }
  }

  private SwitchAtWork site(String check) throws IOException {
    String serve =
        "  alerts: { mail: { to: [ops@example.org, boss@example.org], gather: 0s } }\n"
            + "  rate-limit: {}\n";
    String checks = "  backup: { uuid: " + UUID + ", " + check + " }\n";
    return new SwitchAtWork(
        Files.createDirectories(home.resolve("switch")), serve, checks + smtp());
  }

  /** Runs of the job, which mails ops. */
  private void run(SwitchAtWork at, String... commands) throws Exception {
    Shell job = new Shell(Files.createDirectories(home.resolve("job")));
    String url = at.base + "/ping/" + UUID;
    job.write(
        "hb.yml",
        smtp() + "jobs:\n  backup: { mail: { to: [ops@example.org] }, ping: " + url + " }\n");
    for (String command : commands) {
      List<String> before = pings(at);
      Process run = job.start("$HB exec backup --config hb.yml -- " + command);
      // One that fails goes on until its start ping has been heard, and answered.
      Await.until(() -> !pings(at).equals(before));
      job.write("go", "");
      run.waitFor();
      Files.delete(job.home.resolve("go"));
    }
  }

  /** How many have come, as the switch counts them. */
  private static List<String> pings(SwitchAtWork at) {
    return at.get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("heartbeat_check_pings_total"))
        .toList();
  }

  private String smtp() {
    return "smtp: { host: localhost, port: " + mail.getSmtp().getPort() + " }\n";
  }

  /** The subjects of the mails to somebody at example.org. */
  private List<String> to(String name) {
    List<String> subjects = new ArrayList<>();
    try {
      for (MimeMessage one : mail.getReceivedMessages()) {
        for (var to : one.getRecipients(Message.RecipientType.TO)) {
          if (to.toString().equals(name + "@example.org")) {
            subjects.add(one.getSubject());
          }
        }
      }
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
    return subjects;
  }
}
