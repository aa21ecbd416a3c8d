package heartbeat.notify;

import static heartbeat.notify.Mails.undelivered;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.Delivery;
import heartbeat.model.Delivery.Delivered;
import heartbeat.model.Delivery.Undelivered;
import heartbeat.model.Letter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a mail that an SMTP server refuses, in whole or in part. */
class SmtpReplyTest {
  @TempDir private Path folder;
  private final FakeSmtp server;
  private final MailSender sender = new MailSender("cron1.example.org");

  SmtpReplyTest() throws IOException {
    server = new FakeSmtp();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Delivery send(String... to) throws IOException {
    return send(Mails.simple(folder), to);
  }

  private Delivery send(Path eml, String... to) {
    return sender.send(eml, Mails.FROM, List.of(to), Mails.plain(server.port()));
  }

  @Test
  void oneConversationCarriesTheMailToAll() throws IOException {
    assertThat(send(Mails.THREE))
        .isEqualTo(new Delivered(server.address() + " took it: 250 2.0.0 Ok: queued as 4XYZ"));
    assertThat(server.commands)
        .startsWith(
            "EHLO cron1.example.org",
            "MAIL FROM:<heartbeat@example.org>",
            "RCPT TO:<a@example.org>",
            "RCPT TO:<b@example.org>",
            "RCPT TO:<c@example.org>",
            "DATA",
            "DOT");
    assertThat(server.messages).hasSize(1);
  }

  @Test
  void aServerThatIsBusyIsTriedLater() throws IOException {
    server.when("CONNECT", "421 too many connections");

    assertThat(send("a@example.org"))
        .isEqualTo(new Undelivered(server.address() + " refused: 421 too many connections", false));
  }

  @Test
  void aRefusedRecipientDoesNotKeepTheMailFromTheOthers() throws IOException {
    server.when("RCPT TO:<b@", "550 no such user").when("RCPT TO:<c@", "450 greylisted");

    assertThat(send(Mails.THREE))
        .isEqualTo(
            new Delivered(
                server.address()
                    + " took it, but not for b@example.org (550 no such user),"
                    + " c@example.org (450 greylisted)",
                List.of("c@example.org")));
    assertThat(server.messages).hasSize(1);
  }

  @Test
  void recipientsThatAreAllRefusedArePermanent() throws IOException {
    server.when("RCPT", "550 no such user");

    Undelivered delivery = undelivered(send(Mails.THREE));

    assertThat(delivery.permanent()).isTrue();
    assertThat(delivery.detail())
        .startsWith(server.address() + " refused a@example.org (550 no such user), b@example.org");
  }

  @ParameterizedTest
  @ValueSource(strings = {"450 greylisted", "452 full", "552 full", "530 log in first"})
  void recipientsThatMayBeTakenLaterAreNot(String reply) throws IOException {
    server.when("RCPT", reply);

    assertThat(undelivered(send(Mails.THREE)).permanent()).isFalse();
  }

  @Test
  void aRefusedSenderCanBeMended() throws IOException {
    server.when("MAIL", "550 5.7.1 not from you");

    assertThat(send("a@example.org"))
        .isEqualTo(
            new Undelivered(
                server.address()
                    + " refused the mail: 550 5.7.1 not from you"
                    + " (the sender: set smtp.from to an address that this server takes)",
                false));
  }

  @Test
  void aServerWithoutLoginGetsNoMailOfAUser() throws IOException {
    var withUser =
        new MailTransport.Smtp(
            "localhost",
            server.port(),
            MailTransport.Security.NONE,
            "ann",
            "secret",
            Duration.ofSeconds(30),
            null);

    Undelivered delivery =
        undelivered(
            sender.send(Mails.simple(folder), Mails.FROM, List.of("a@example.org"), withUser));

    assertThat(delivery.permanent()).isFalse();
    assertThat(delivery.detail())
        .startsWith(server.address() + " offers no login (AUTH), so 'ann' can't log in");
    assertThat(server.messages).isEmpty();
    assertThat(server.commands).noneMatch(command -> command.startsWith("MAIL"));
  }

  @ParameterizedTest
  @CsvSource(
      value = {"null, EHLO cron1.example.org", "mx.example.org, EHLO mx.example.org"},
      nullValues = "null")
  void theServerIsGreetedWithTheNameThatTheConfigSays(@Nullable String hello, String greeting)
      throws IOException {
    var transport =
        new MailTransport.Smtp(
            "localhost",
            server.port(),
            MailTransport.Security.NONE,
            null,
            null,
            Duration.ofSeconds(30),
            null,
            hello);
    sender.send(Mails.simple(folder), Mails.FROM, List.of("a@example.org"), transport);
    assertThat(server.commands).contains(greeting);
  }

  private Path withLog() throws IOException {
    var mail = Mails.mail("moodle é", "failure: moodle", "It died.\n", true);
    return Mails.composed(folder, mail, new byte[50_000]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"552 5.3.4 message too big", "554 5.7.1 attachments are forbidden"})
  void aMailRefusedForItsLogGoesWithout(String reply) throws Exception {
    server.when("DOT", reply, "250 queued");

    Delivery delivery = send(withLog(), "a@example.org");

    assertThat(delivery)
        .isEqualTo(
            new Delivered(
                server.address() + " took it: 250 queued, without the log (" + reply + ")"));
    assertThat(server.messages).hasSize(1);
    var arrived = Mails.parsed(server.messages.getFirst());
    assertThat(arrived.isMimeType("text/plain")).isTrue();
    assertThat(arrived.getContent().toString()).contains(reply);
  }

  @Test
  void aMailRefusedForItsTextIsPermanentAndTriedOnceWithoutItsLog() throws IOException {
    server.when("DOT", "554 spam");

    Undelivered delivery = undelivered(send(withLog(), "a@example.org"));

    assertThat(delivery)
        .isEqualTo(new Undelivered(server.address() + " refused the mail: 554 spam", true));
    assertThat(server.commands.stream().filter("DOT"::equals)).hasSize(2);
  }

  @Test
  void aServerThatAnnouncesASmallerLimitGetsTheAlertWithoutTheLog() throws Exception {
    server.when("EHLO", "250-fake\r\n250 SIZE 20000");
    Path eml = withLog();

    Delivery delivery = send(eml, "a@example.org");

    assertThat(delivery.detail())
        .endsWith(", without the log (it takes 20000 bytes, it has " + Files.size(eml) + ")");
    var arrived = Mails.parsed(server.messages.getFirst());
    assertThat(arrived.getSubject()).isEqualTo("failure: moodle");
    assertThat(arrived.getMessageID()).isEqualTo(Mails.parsed(eml).getMessageID());
    assertThat(arrived.getHeader("References")).isNotNull();
    assertThat(arrived.isMimeType("text/plain")).isTrue();
    assertThat(arrived.getContent().toString())
        .startsWith("It died.")
        .contains("The log is not attached")
        .contains("Read it on the machine itself:  " + Mails.LOG_COMMAND);
  }

  @Test
  void aSwitchsMailThatGoesWithoutItsLogNamesNoCommandOfAJob() throws Exception {
    server.when("EHLO", "250-fake\r\n250 SIZE 2000");
    Letter letter =
        new Letter(
            Mails.FROM,
            List.of("a@example.org"),
            "DOWN: backup",
            "It failed.\n",
            Mails.HAPPENED,
            "alert-7",
            "backup",
            Map.of("X-Heartbeat-Check", "backup"));
    Path log = Files.writeString(folder.resolve("alert.log"), "line\n".repeat(1_000));
    Path eml = folder.resolve("alert.eml");
    new MailComposer("switch").compose(letter, log, line -> line, eml);

    send(eml, "a@example.org");

    var arrived = Mails.parsed(server.messages.getFirst());
    assertThat(arrived.getHeader("X-Heartbeat-Check")).containsExactly("backup");
    assertThat(arrived.getContent().toString())
        .startsWith("It failed.")
        .contains("The log is not attached")
        .doesNotContain("heartbeat log");
  }
}
