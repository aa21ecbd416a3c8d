package heartbeat.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail from the packaged binary to a real SMTP server. */
class MailIT {
  @TempDir Path home;
  Shell shell;
  GreenMail mail;

  @BeforeEach
  void startServer() {
    mail = new GreenMail(new ServerSetup[] {ServerSetupTest.SMTP.dynamicPort()});
    mail.start();
    shell = new Shell(home);
    shell.environment.put("SMTP", "--smtp-host localhost --smtp-port " + mail.getSmtp().getPort());
  }

  @AfterEach
  void stopServer() {
    mail.stop();
  }

  @Test
  void aFailureIsMailedWithItsReasonItsTaskAndItsLog() throws Exception {
    var result =
        shell.run("$HB moodle $SMTP --mail-to admin@example.org < $SAMPLES/real-45-killed.log");
    assertThat(result).isEqualTo(new Shell.Result(1, "", ""));
    MimeMessage message = only();
    assertThat(message.getSubject()).contains("moodle", "HB test task");
    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(text(message)).contains("died-in-task", "local_hb\\task\\t1", "What to do");
    String log = Files.readString(Path.of("src/test/resources/samples/moodle/real-45-killed.log"));
    assertThat(text(message).replace("\r\n", "\n")).contains(log.strip());
    assertThat(message.isMimeType("text/plain")).as("the log is not attached as well").isTrue();
  }

  @Test
  void aLargeLogOfHostileBytesIsAttachedGzippedByteForByte() throws Exception {
    byte[] log = new byte[3_000_000];
    new Random(42).nextBytes(log);
    Files.write(home.resolve("log"), log);
    shell.run("$HB backup $SMTP --mail-to admin@example.org < log");
    Part part = attachmentPart(only());
    assertThat(part.getFileName()).endsWith(".log.gz");
    assertThat(attachment(only())).isEqualTo(log);
  }

  @Test
  void withoutAUsableStateDirectoryAFailureIsMailedOnceAndTheReasonSaidOnce() throws Exception {
    Path blocked = Files.writeString(home.resolve("state-of-b"), "a file in its place");
    String end =
        " | $HB b --success-marker good $SMTP --mail-to a@example.org --state-dir " + blocked;
    Shell.Result first = shell.run("echo bad" + end);
    assertThat(first.status()).isEqualTo(78);
    assertThat(first.err()).contains("is not a directory");
    for (int minute = 1; minute <= 3; minute++) {
      assertThat(shell.run("echo bad" + end))
          .as("cron makes a mail of each line")
          .isEqualTo(new Shell.Result(78, "", ""));
    }
    assertThat(mail.getReceivedMessages()).hasSize(1);
    shell.run("echo good" + end);
    assertThat(mail.getReceivedMessages()[1].getSubject()).startsWith("RECOVERED");
    shell.run("echo bad" + end);
    assertThat(mail.getReceivedMessages()).as("a new failure, at once").hasSize(3);
  }

  @Test
  void aProblemOfTheConfigThatWasMailedIsNotSaidByEachRun() throws Exception {
    Files.writeString(home.resolve("hb.yml"), "defaults: { tea: true }\n");
    String run =
        "echo good | $HB b --config hb.yml --success-marker good $SMTP --mail-to a@example.org";
    assertThat(shell.run(run).err()).contains("did you mean 'tee'?");
    assertThat(mail.getReceivedMessages()).as("no all-clear, and why").hasSize(2);
    for (int minute = 1; minute <= 2; minute++) {
      assertThat(shell.run(run))
          .as("cron makes a mail of each line")
          .isEqualTo(new Shell.Result(78, "", ""));
    }
    Files.writeString(home.resolve("hb.yml"), "defaults: { taa: true }\n");
    assertThat(shell.run(run).err()).as("another problem").contains("defaults.taa");
    assertThat(mail.getReceivedMessages()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "defaults:\n  redact: ['geheim-\\d+', 'token (?=x)']\n",
        "defaults:\n  redcat: ['geheim-\\d+']\n",
        "defaults:\n  tee: false\n  redact: [geheim-@\n",
        "jobs:\n  b: ['redact']\n"
      })
  void aLogStaysOnTheMachineWhenARedactPatternCantBeUsed(String config) throws Exception {
    Files.writeString(home.resolve("hb.yml"), config);
    var result =
        shell.run(
            "printf 'Fatal error: token geheim-xy of ann\\n' |"
                + " $HB b --config hb.yml $SMTP --mail-to a@example.org");
    assertThat(result.err()).contains("hb.yml").doesNotContain("of ann");
    MimeMessage alert = null;
    for (MimeMessage message : mail.getReceivedMessages()) {
      var bytes = new java.io.ByteArrayOutputStream();
      message.writeTo(bytes);
      assertThat(bytes.toString(StandardCharsets.UTF_8)).doesNotContain("geheim-xy", ".log");
      alert = message.getSubject().startsWith("FAILURE") ? message : alert;
    }
    assertThat(alert).isNotNull();
    assertThat(String.valueOf(alert.getContent()))
        .contains("The log is not in this mail: a pattern of `redact`", "heartbeat log b ");
    assertThat(shell.run("$HB log b").out()).contains("geheim-xy");
  }

  @Test
  void aLogStaysOnTheMachineAlsoWhereAChannelMails() throws Exception {
    Files.writeString(
        home.resolve("hb.yml"),
        """
        channels:
          plain: { mail: [a@example.org] }
          own: { mail: { to: [b@example.org], subject: "{subject}", body: "{text} {details} {log}" } }
        defaults: { redact: ['geheim-\\d+', 'token (?=x)'] }
        jobs: { b: { alert: [plain, own] } }
        """);
    shell.run("printf 'Fatal error: token geheim-xy of ann\\n' | $HB b --config hb.yml $SMTP");
    Set<String> told = new HashSet<>();
    for (MimeMessage message : mail.getReceivedMessages()) {
      var bytes = new java.io.ByteArrayOutputStream();
      message.writeTo(bytes);
      assertThat(bytes.toString(StandardCharsets.UTF_8))
          .doesNotContain("geheim-xy", "of ann", ".log");
      if (message.getSubject().startsWith("FAILURE")) {
        told.add(message.getAllRecipients()[0].toString());
      }
    }
    assertThat(told).containsExactlyInAnyOrder("a@example.org", "b@example.org");
    assertThat(shell.run("$HB log b").out()).contains("geheim-xy");
  }

  @Test
  void allRecipientsGetOneMessage() throws Exception {
    shell.run(
        "echo no | $HB backup $SMTP --mail-to a@example.org --mail-to b@example.org,c@example.org");
    assertThat(mail.getReceivedMessages()).hasSize(3);
    assertThat(mail.getReceivedMessages()[0].getAllRecipients()).hasSize(3);
  }

  @Test
  void aJobNameOfAnyLanguageArrivesWholeAlsoUnderTheCLocale() throws Exception {
    shell.environment.put("LC_ALL", "C");
    shell.run("echo no | $HB 'Sicherung-täglich-日本' $SMTP --mail-to a@example.org");
    assertThat(only().getSubject()).contains("Sicherung-täglich-日本");
    assertThat(shell.status("'Sicherung-täglich-日本'").get("verdict").getAsString())
        .isEqualTo("failure");
  }

  @Test
  void theSameFailureIsMailedOnceAndTheRecoveryOnce() throws Exception {
    for (String sample :
        new String[] {"real-45-killed", "real-45-killed", "cron-45-success", "cron-45-success"}) {
      shell.run("$HB moodle $SMTP --mail-to a@example.org < $SAMPLES/" + sample + ".log");
    }
    assertThat(mail.getReceivedMessages()).hasSize(2);
    assertThat(mail.getReceivedMessages()[1].getSubject()).containsIgnoringCase("recovered");
  }

  @Test
  void aDeadMailServerIsSaidOnStandardErrorAndTheMailWaits() {
    mail.stop();
    var result =
        shell.run("$HB moodle $SMTP --mail-to a@example.org < $SAMPLES/real-45-killed.log");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("died-in-task").contains("localhost");
    assertThat(shell.status("moodle").get("undelivered").getAsInt()).isEqualTo(1);
  }

  @Test
  void aMailThatWaitsGoesByTheServerThatItsOwnRunWasToldOf() throws Exception {
    int port = mail.getSmtp().getPort();
    mail.stop();
    shell.run("echo no | $HB backup $SMTP --mail-to a@example.org");
    mail = new GreenMail(new ServerSetup[] {new ServerSetup(port, null, "smtp")});
    mail.start();
    assertThat(shell.run("$HB flush").status()).isZero();
    assertThat(only().getSubject()).contains("backup");
  }

  @Test
  void aRefusedMailIsNoMailAndTheFailureIsSaidEachTime() throws Exception {
    try (heartbeat.notify.FakeSmtp server = new heartbeat.notify.FakeSmtp()) {
      server.when("RCPT", "550 nobody here by that name");
      String line =
          "echo no | $HB b --smtp-host localhost --smtp-port "
              + server.port()
              + " --mail-to a@example.org";
      assertThat(shell.run(line).err()).contains("refused", "marker-missing");
      assertThat(shell.run(line).err()).contains("refused", "marker-missing");
    }
  }

  @Test
  void anAlertThatIsRefusedWhenItHadWaitedIsSentAnewByTheNextFailure() throws Exception {
    try (heartbeat.notify.FakeSmtp server = new heartbeat.notify.FakeSmtp()) {
      server.when("RCPT", "450 not now", "550 nobody here by that name", "250 OK");
      String line =
          "echo no | $HB b --smtp-host localhost --smtp-port "
              + server.port()
              + " --mail-to a@example.org";
      assertThat(shell.run(line).err()).contains("it waits");
      assertThat(shell.run("$HB flush").out()).contains("b: mail", "refused a@example.org");
      assertThat(server.taken).isEmpty();

      shell.run(line);

      assertThat(server.taken).hasSize(1);
    }
  }

  @Test
  void secretsInTheLogStayOnTheMachine() throws Exception {
    shell.run(
        "{ echo 'db password=hunter2 refused'; seq 100; } |"
            + " $HB backup $SMTP --mail-to a@example.org");
    assertThat(text(only())).doesNotContain("hunter2");
    assertThat(new String(attachment(only()), StandardCharsets.UTF_8))
        .doesNotContain("hunter2")
        .contains("db password=");
    assertThat(shell.run("$HB log backup").out()).contains("hunter2");
  }

  @Test
  void theTestCommandSendsARealMailMarkedAsATest() throws Exception {
    var result = shell.run("$HB test moodle $SMTP --mail-to a@example.org");
    assertThat(result.status()).isZero();
    assertThat(only().getSubject()).containsIgnoringCase("test");
    assertThat(result.out()).contains("a@example.org");
  }

  private MimeMessage only() {
    assertThat(mail.getReceivedMessages()).hasSize(1);
    return mail.getReceivedMessages()[0];
  }

  private static String text(MimeMessage message) throws Exception {
    Object content = message.getContent();
    return content instanceof Multipart parts
        ? parts.getBodyPart(0).getContent().toString()
        : content.toString();
  }

  private static Part attachmentPart(MimeMessage message) throws Exception {
    return ((Multipart) message.getContent()).getBodyPart(1);
  }

  private static byte[] attachment(MimeMessage message) throws Exception {
    Part part = attachmentPart(message);
    try (InputStream in = part.getInputStream()) {
      return part.getFileName().endsWith(".gz")
          ? new GZIPInputStream(in).readAllBytes()
          : in.readAllBytes();
    }
  }
}
