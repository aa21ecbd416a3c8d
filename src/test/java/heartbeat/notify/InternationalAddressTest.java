package heartbeat.notify;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.Delivery;
import heartbeat.model.Delivery.Delivered;
import heartbeat.model.Delivery.Undelivered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipients with letters beyond ASCII before the '@' (RFC 6531, SMTPUTF8). */
class InternationalAddressTest {
  private static final String JOERG = "j\u00f6rg@example.org";
  private static final String OFFER = "250-fake\r\n250-8BITMIME\r\n250 SMTPUTF8";

  @TempDir private Path folder;

  @Test
  void aServerThatOffersItIsAskedToTakeThem() throws Exception {
    try (FakeSmtp server = new FakeSmtp().when("EHLO", OFFER)) {
      assertThat(send(server, JOERG)).isInstanceOf(Delivered.class);
      assertThat(server.commands)
          .anySatisfy(line -> assertThat(line).startsWith("MAIL FROM:").endsWith(" SMTPUTF8"));
      assertThat(server.taken.getFirst().to()).containsExactly(asRead(JOERG));
    }
  }

  @Test
  void theOthersAreMailedAsEver() throws Exception {
    try (FakeSmtp server = new FakeSmtp().when("EHLO", OFFER)) {
      Delivery delivery = send(server, "a@example.org", JOERG, "b@example.org");
      assertThat(delivery).isInstanceOf(Delivered.class);
      assertThat(((Delivered) delivery).toAll()).isTrue();
      assertThat(server.taken.stream().map(FakeSmtp.Taken::to))
          .containsExactly(List.of("a@example.org", "b@example.org"), List.of(asRead(JOERG)));
      assertThat(server.commands.stream().filter(line -> line.startsWith("MAIL FROM:")))
          .satisfiesExactly(
              plain -> assertThat(plain).doesNotContain("SMTPUTF8"),
              other -> assertThat(other).contains("SMTPUTF8"));
      assertThat(server.messages)
          .allSatisfy(
              message ->
                  assertThat(message)
                      .contains("To: a@example.org, b@example.org")
                      .matches("\\A\\p{ASCII}*\\z"));
    }
  }

  @Test
  void whereTheServerDoesNotOfferItThatRecipientIsNamedAndTheOthersGetTheMail() throws Exception {
    try (FakeSmtp server = new FakeSmtp()) {
      Delivery delivery = send(server, "a@example.org", JOERG);
      assertThat(delivery).isInstanceOf(Delivered.class);
      assertThat(((Delivered) delivery).toAll()).isFalse();
      assertThat(((Delivered) delivery).postponed()).as("no retry can help").isEmpty();
      assertThat(delivery.detail()).contains("it offers no SMTPUTF8", JOERG, "use another address");
      assertThat(server.taken.stream().map(FakeSmtp.Taken::to))
          .containsExactly(List.of("a@example.org"));
    }
  }

  @Test
  void aMailForNobodyElseIsRefusedForGood() throws Exception {
    try (FakeSmtp server = new FakeSmtp()) {
      Delivery delivery = send(server, JOERG);
      assertThat(delivery).isInstanceOf(Undelivered.class);
      assertThat(((Undelivered) delivery).permanent()).isTrue();
      assertThat(server.messages).isEmpty();
    }
  }

  @Test
  void whoFailsForNowIsTriedAgainAloneAndTheOthersGetNothingTwice() throws Exception {
    try (FakeSmtp server = new FakeSmtp().when("EHLO", OFFER)) {
      server.when("RCPT TO:<j", "451 later");
      Delivery delivery = send(server, "a@example.org", JOERG);
      assertThat(delivery).isInstanceOf(Delivered.class);
      assertThat(((Delivered) delivery).postponed()).containsExactly(JOERG);
    }
  }

  @Test
  void sendmailIsHandedTheAddressAsItIs() throws Exception {
    Path program =
        Files.writeString(
            folder.resolve("sendmail"),
            "#!/bin/sh\nfor to; do :; done\nprintf %s \"$to\" > '"
                + folder
                + "/to'; cat > /dev/null\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Delivery delivery =
        new MailSender("h")
            .send(mail(JOERG), Mails.FROM, List.of(JOERG), new MailTransport.Sendmail(program));
    assertThat(delivery).isInstanceOf(Delivered.class);
    assertThat(Files.readString(folder.resolve("to"))).isEqualTo(JOERG);
  }

  private Delivery send(FakeSmtp server, String... to) throws IOException {
    return new MailSender("cron1.example.org")
        .send(mail(to), Mails.FROM, List.of(to), Mails.plain(server.port()));
  }

  private Path mail(String... to) throws IOException {
    var mail = Mails.mail("moodle", List.of(to), "failure: moodle", "It died.\n", false);
    return Mails.composed(folder, mail, null);
  }

  /** The stand-in takes each byte for a character. */
  private static String asRead(String address) {
    return new String(address.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
