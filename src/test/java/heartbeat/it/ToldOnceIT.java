package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import heartbeat.Await;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that mails and pings, and the switch that it pings, with one mail server. */
class ToldOnceIT {
  private static final String UUID = "8116e449-d71c-4112-8f5d-a66f60902091";

  @TempDir Path home;

  @Test
  void whoGotTheJobsMailGetsNoneOfTheSwitchAndTheOthersDo() throws Exception {
    GreenMail mail = new GreenMail(new ServerSetup[] {ServerSetupTest.SMTP.dynamicPort()});
    mail.start();
    String smtp = "smtp: { host: localhost, port: " + mail.getSmtp().getPort() + " }\n";
    String serve =
        "  alerts: { mail: { to: [ops@example.org, boss@example.org], gather: 0s } }\n"
            + "  rate-limit: {}\n";
    Path there = Files.createDirectories(home.resolve("switch"));
    try (SwitchAtWork at = new SwitchAtWork(there, serve, checks() + smtp)) {
      Shell job = new Shell(Files.createDirectories(home.resolve("job")));
      job.write(
          "hb.yml",
          smtp
              + "jobs:\n  backup: { mail: { to: [ops@example.org] }, ping: "
              + at.base
              + "/ping/"
              + UUID
              + " }\n");
      job.run("$HB exec backup --config hb.yml -- true");
      job.run("$HB exec backup --config hb.yml -- sh -c 'echo disk is full; exit 3'");
      Await.until(() -> to(mail, "boss@example.org").size() == 1);
      assertThat(to(mail, "boss@example.org")).singleElement().asString().contains("DOWN: backup");
      job.run("$HB exec backup --config hb.yml -- true");
      Await.until(() -> to(mail, "boss@example.org").size() == 2);
      assertThat(to(mail, "boss@example.org").getLast()).contains("UP: backup");
      assertThat(to(mail, "ops@example.org"))
          .as("both of the job: none of the switch")
          .hasSize(2)
          .noneMatch(subject -> subject.contains("DOWN: backup"))
          .noneMatch(subject -> subject.contains("UP: backup"));
    } finally {
      mail.stop();
    }
  }

  @Test
  void whoWasMailedMinutesAgoIsNotToldByASwitchThatWaitsForASecondFailure() throws Exception {
    GreenMail mail = new GreenMail(new ServerSetup[] {ServerSetupTest.SMTP.dynamicPort()});
    mail.start();
    String smtp = "smtp: { host: localhost, port: " + mail.getSmtp().getPort() + " }\n";
    String serve =
        "  alerts: { mail: { to: [ops@example.org, boss@example.org], gather: 0s } }\n"
            + "  rate-limit: {}\n";
    String checks = "  backup: { uuid: " + UUID + ", period: 1h, fail-after: 2 }\n";
    Path there = Files.createDirectories(home.resolve("switch"));
    try (SwitchAtWork at = new SwitchAtWork(there, serve, checks + smtp)) {
      Shell job = new Shell(Files.createDirectories(home.resolve("job")));
      job.write(
          "hb.yml",
          smtp
              + "jobs:\n  backup: { mail: { to: [ops@example.org] }, ping: "
              + at.base
              + "/ping/"
              + UUID
              + " }\n");
      job.run("$HB exec backup --config hb.yml -- true");
      job.run("$HB exec backup --config hb.yml -- sh -c 'echo disk is full; exit 3'");
      job.run("$HB exec backup --config hb.yml -- sh -c 'echo disk is full; exit 3'");
      Await.until(() -> to(mail, "boss@example.org").size() == 1);
      assertThat(to(mail, "boss@example.org")).singleElement().asString().contains("DOWN: backup");
      assertThat(to(mail, "ops@example.org"))
          .as("the job's mail of the first failure")
          .singleElement()
          .asString()
          .startsWith("FAILURE");
    } finally {
      mail.stop();
    }
  }

  private static String checks() {
    return "  backup: { uuid: " + UUID + ", period: 1h }\n";
  }

  private static List<String> to(GreenMail mail, String address) {
    List<String> subjects = new ArrayList<>();
    try {
      for (MimeMessage one : mail.getReceivedMessages()) {
        for (var to : one.getRecipients(Message.RecipientType.TO)) {
          if (to.toString().equals(address)) {
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
