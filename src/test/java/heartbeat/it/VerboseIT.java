package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -v}: what is read, judged, sent and answered, without secrets. */
class VerboseIT {
  private static final String UUID = "8116e449-d71c-4112-8f5d-a66f60902091";
  private static final String SECRET = "correct-horse-7";
  private static final String HEADER = "team-9-of-ops";

  @TempDir Path home;
  private GreenMail mail;
  private PingServer pings;
  private Shell shell;

  @BeforeEach
  void start() {
    mail = new GreenMail(new ServerSetup[] {ServerSetupTest.SMTP.dynamicPort()});
    mail.withConfiguration(
        GreenMailConfiguration.aConfig().withUser("cron@localhost", "cron", SECRET));
    mail.start();
    pings = new PingServer();
    shell = new Shell(home);
    shell.environment.put(
        "TO",
        "--smtp-host localhost --smtp-user cron --smtp-password "
            + SECRET
            + " --mail-to admin@example.org --headers X-Team:"
            + HEADER
            + " --smtp-port "
            + mail.getSmtp().getPort()
            + " --ping "
            + pings.url());
  }

  @AfterEach
  void stop() {
    mail.stop();
    pings.close();
  }

  @Test
  void aRunTellsWhatIsReadJudgedSentAndAnswered() {
    Shell.Result result = shell.run("echo 'Error 42: no space' | $HB -v backup $TO");
    assertThat(
            result.err().lines().filter(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} .*")))
        .hasSizeGreaterThan(15);
    assertThat(result.err())
        .contains("config: no file", "read: 19 bytes, 1 lines", "judged: failure, marker-missing")
        .contains("ping: failure to ", "http > POST http://", "http > X-Team: ***", "http < 200")
        .contains("mail: to admin@example.org: FAILURE: backup", "smtp < 220", "smtp > AUTH")
        .contains(
            "smtp > MAIL FROM:", "smtp > RCPT TO:<admin@example.org>", "lines)", "smtp < 250");
    assertNoSecretIn(result.err());
    assertThat(mail.getReceivedMessages()).hasSize(1);
  }

  @Test
  void aSecondFailureSaysWhyItIsNotMailed() {
    shell.run("echo no | $HB backup $TO");
    Shell.Result again = shell.run("$HB exec -v backup $TO -- false");
    assertThat(again.err()).contains("judged: failure, exit-status");
    Shell.Result third = shell.run("$HB exec --verbose backup $TO -- false");
    assertThat(third.err()).contains("mail: none, the same was mailed at ", "mail.cooldown is 30m");
  }

  @Test
  void aTestTellsTheWholeDialogue() {
    Shell.Result result = shell.run("$HB test -v backup $TO");
    assertThat(result.err()).contains("http < 200", "smtp < 250");
    assertNoSecretIn(result.err());
  }

  @Test
  void aRefusedLoginShowsTheServersAnswerAndNoPassword() {
    Shell.Result result = shell.run("echo no | $HB -v backup $TO --smtp-password wrong-horse-8");
    assertThat(result.err())
        .contains("smtp < login failed", "535: login as")
        .doesNotContain("wrong-horse-8");
  }

  @Test
  void withoutItNothingIsSaid() {
    assertThat(shell.run("echo no | $HB backup $TO").err()).isEmpty();
  }

  private static void assertNoSecretIn(String text) {
    assertThat(text)
        .doesNotContain(UUID, SECRET, HEADER)
        .doesNotContain(base64(SECRET), base64("\0cron\0" + SECRET));
  }

  private static String base64(String text) {
    return Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
