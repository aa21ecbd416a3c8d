package heartbeat.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import heartbeat.model.Delivery;
import heartbeat.model.Delivery.Delivered;
import heartbeat.model.Delivery.Undelivered;
import heartbeat.notify.MailTransport.Security;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real SMTP server. */
class MailSenderTest {
  private static final GreenMail SERVER =
      new GreenMail(
          new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
          });

  @TempDir private Path folder;
  private final MailSender sender = new MailSender("cron1.example.org");

  @BeforeAll
  static void start() {
    System.setProperty("greenmail.tls.keystore.file", TestTls.keyStore("localhost").toString());
    System.setProperty("greenmail.tls.keystore.password", TestTls.PASSWORD);
    SERVER.start();
  }

  @AfterAll
  static void stop() {
    SERVER.stop();
    System.clearProperty("greenmail.tls.keystore.file");
    System.clearProperty("greenmail.tls.keystore.password");
  }

  @BeforeEach
  void forget() throws Exception {
    SERVER.purgeEmailFromAllMailboxes();
    SERVER.setUser("a@example.org", "anna", "right");
  }

  private static int port() {
    return SERVER.getSmtp().getPort();
  }

  private Delivery send(Path eml, MailTransport transport, String... to) {
    return sender.send(eml, Mails.FROM, List.of(to), transport);
  }

  @Test
  void aMailArrives() throws Exception {
    Path eml = Mails.simple(folder);

    Delivery delivery = send(eml, Mails.plain(port()), "a@example.org");

    assertThat(delivery).isInstanceOf(Delivered.class);
    assertThat(delivery.detail()).startsWith("localhost:" + port() + " took it: 250");
    MimeMessage arrived = SERVER.getReceivedMessages()[0];
    assertThat(arrived.getSubject()).isEqualTo("failure: moodle");
    assertThat(arrived.getMessageID()).isEqualTo(Mails.parsed(eml).getMessageID());
    assertThat(arrived.getContent().toString().strip()).isEqualTo("It died.");
  }

  @Test
  void oneMailGoesToAllRecipients() throws Exception {
    var to = new String[] {"a@example.org", "Bob <b@example.org>", "c@example.org"};

    send(Mails.simple(folder), Mails.plain(port()), to);

    assertThat(SERVER.getReceivedMessages()).hasSize(3);
  }

  @Test
  void theAttachmentIsByteByByteTheLog() throws Exception {
    for (int size : new int[] {1, 5_000, 300_000}) {
      SERVER.purgeEmailFromAllMailboxes();
      byte[] log = new byte[size];
      new Random(size).nextBytes(log);
      var mail = Mails.mail("nuit 夜", "s", ".\r\n..\n.", true);

      send(Mails.composed(folder, mail, log), Mails.plain(port()), "a@example.org");

      var part = ((MimeMultipart) SERVER.getReceivedMessages()[0].getContent()).getBodyPart(1);
      byte[] got =
          part.getFileName().endsWith(".gz")
              ? new GZIPInputStream(part.getInputStream()).readAllBytes()
              : part.getInputStream().readAllBytes();
      assertThat(got).isEqualTo(log);
      assertThat(part.getFileName()).startsWith("nuit 夜-");
    }
  }

  @Test
  void tlsWorksWithACaFile() throws Exception {
    var transport =
        Mails.smtp(
            SERVER.getSmtps().getPort(),
            Security.TLS,
            null,
            null,
            Mails.PATIENCE,
            TestTls.pem("localhost"));

    Delivery delivery = send(Mails.simple(folder), transport, "a@example.org");

    assertThat(delivery).isInstanceOf(Delivered.class);
    assertThat(SERVER.getReceivedMessages()).hasSize(1);
  }

  @Test
  void aLoginWorks() throws Exception {
    var transport = Mails.smtp(port(), Security.NONE, "anna", "right", Mails.PATIENCE, null);

    assertThat(send(Mails.simple(folder), transport, "a@example.org"))
        .isInstanceOf(Delivered.class);
    assertThat(SERVER.getReceivedMessages()).hasSize(1);
  }

  @Test
  void aWrongPasswordIsSaidAndNotShown() throws IOException {
    var transport = Mails.smtp(port(), Security.NONE, "anna", "s3cret", Mails.PATIENCE, null);

    Delivery delivery = send(Mails.simple(folder), transport, "a@example.org");

    assertThat(delivery)
        .isEqualTo(
            new Undelivered(
                "535: login as 'anna' refused by localhost:"
                    + port()
                    + ": check smtp.user and smtp.password",
                false));
    assertThat(transport.toString()).contains("anna").doesNotContain("s3cret");
    assertThat(SERVER.getReceivedMessages()).isEmpty();
  }

  @Test
  void startTlsThatIsNotOfferedFailsAndNothingIsSent() throws IOException {
    var transport = Mails.smtp(port(), Security.STARTTLS, "anna", "right", Mails.PATIENCE, null);

    Delivery delivery = send(Mails.simple(folder), transport, "a@example.org");

    assertThat(delivery)
        .isEqualTo(
            new Undelivered(
                "localhost:"
                    + port()
                    + " does not offer STARTTLS, nothing was sent: check smtp.security",
                false));
    assertThat(SERVER.getReceivedMessages()).isEmpty();
  }

  @Test
  void anAddressThatCantBeUsedDoesNotKeepTheMailFromTheOthers() throws IOException {
    Delivery delivery =
        send(Mails.simple(folder), Mails.plain(port()), "ops@", "a@example.org", "-oQ/tmp@x.org");

    assertThat(delivery).isInstanceOf(Delivered.class);
    assertThat(delivery.detail()).endsWith("; not sent to 'ops@', '-oQ/tmp@x.org'");
    assertThat(SERVER.getReceivedMessages()).hasSize(1);
  }

  @Test
  void withoutAnyUsableAddressNothingIsTried() throws IOException {
    Delivery delivery = send(Mails.simple(folder), Mails.plain(1), "ops@");

    assertThat(delivery)
        .isEqualTo(
            new Undelivered(
                "no recipient that can be used 'ops@': check \"to\" of \"mail\"", true));
  }
}
