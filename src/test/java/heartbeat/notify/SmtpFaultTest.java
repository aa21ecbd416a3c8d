package heartbeat.notify;

import static heartbeat.notify.Mails.undelivered;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.Delivery;
import heartbeat.model.Delivery.Delivered;
import heartbeat.model.Delivery.Undelivered;
import heartbeat.notify.MailTransport.Security;
import heartbeat.notify.MailTransport.Smtp;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against an SMTP server that refuses, hangs up or falls silent at each step of the dialogue. */
class SmtpFaultTest {
  private static final SSLContext CERTIFICATE = TestTls.server("localhost");

  @TempDir private Path folder;
  private final FakeSmtp server;
  private final MailSender sender = new MailSender("cron1.example.org");
  private final long begun = System.nanoTime();

  SmtpFaultTest() throws IOException {
    server = new FakeSmtp(CERTIFICATE);
  }

  @BeforeEach
  void offerEverything() {
    server
        .when("EHLO", "250-fake\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN")
        .when("AUTH", "235 welcome");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Smtp transport(Security security, @Nullable String user, Duration timeout) {
    return Mails.smtp(
        server.port(),
        security,
        user,
        user == null ? null : "s3cret",
        timeout,
        TestTls.pem("localhost"));
  }

  private Delivery send(String... to) throws IOException {
    return send(Mails.simple(folder), to);
  }

  private Delivery send(Path eml, String... to) {
    return sender.send(eml, Mails.FROM, List.of(to), Mails.plain(server.port()));
  }

  private void inTime() {
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(50));
  }

  @Test
  void startTlsComesBeforeLoginAndMail() throws IOException {
    Delivery delivery =
        sender.send(
            Mails.simple(folder),
            Mails.FROM,
            List.of("a@example.org"),
            transport(Security.STARTTLS, "anna", Mails.PATIENCE));

    assertThat(delivery).isInstanceOf(Delivered.class);
    assertThat(server.commands.get(1)).isEqualTo("STARTTLS");
    assertThat(server.commands.get(3)).startsWith("AUTH PLAIN ");
    assertThat(server.messages).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"250 AUTH PLAIN LOGIN", "250-AUTH LOGIN\r\n250 STARTTLS"})
  void withoutStartTlsNoPasswordLeavesTheMachine(String offer) throws IOException {
    server.when("EHLO", "250-fake\r\n" + offer).when("STARTTLS", "454 not now");

    Delivery delivery =
        sender.send(
            Mails.simple(folder),
            Mails.FROM,
            List.of("a@example.org"),
            transport(Security.STARTTLS, "anna", Mails.PATIENCE));

    assertThat(undelivered(delivery).permanent()).isFalse();
    assertThat(server.commands).noneMatch(c -> c.startsWith("AUTH") || c.startsWith("MAIL"));
    assertThat(server.messages).isEmpty();
  }

  @Test
  void anUntrustedServerGetsNothing() throws IOException {
    Delivery delivery =
        sender.send(
            Mails.simple(folder),
            Mails.FROM,
            List.of("a@example.org"),
            Mails.smtp(server.port(), Security.STARTTLS, "anna", "s3cret", Mails.PATIENCE, null));

    assertThat(delivery)
        .isEqualTo(
            new Undelivered(
                "the TLS certificate of " + server.address() + " is not trusted: check \"ca-file\"",
                false));
    assertThat(server.messages).isEmpty();
  }

  @Test
  void aServerForAnotherNameGetsNothing() throws IOException {
    try (var other = new FakeSmtp(TestTls.server("other"))) {
      other.when("EHLO", "250-fake\r\n250 STARTTLS");
      Delivery delivery =
          sender.send(
              Mails.simple(folder),
              Mails.FROM,
              List.of("a@example.org"),
              Mails.smtp(
                  other.port(),
                  Security.STARTTLS,
                  null,
                  null,
                  Mails.PATIENCE,
                  TestTls.pem("other")));

      assertThat(undelivered(delivery).detail()).endsWith("is for another name");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONNECT",
        "EHLO",
        "STARTTLS",
        "AUTH",
        "MAIL",
        "RCPT TO:<a",
        "RCPT TO:<b",
        "DATA",
        "DOT"
      })
  void aServerThatHangsUpLeavesTheMailForLater(String step) throws IOException {
    server.when(step, FakeSmtp.DROP);

    Delivery delivery =
        sender.send(
            Mails.simple(folder),
            Mails.FROM,
            List.of(Mails.THREE),
            transport(Security.STARTTLS, "anna", Mails.PATIENCE));

    assertThat(undelivered(delivery).permanent()).isFalse();
    assertThat(delivery.detail())
        .startsWith(server.address())
        .doesNotContain("EOF")
        .contains("connection");
    inTime();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "DOT"})
  void aServerThatFallsSilentIsNotWaitedForLong(String step) throws IOException {
    server.when(step, FakeSmtp.STALL);

    Delivery delivery =
        sender.send(
            Mails.simple(folder),
            Mails.FROM,
            List.of(Mails.THREE),
            transport(Security.STARTTLS, "anna", Duration.ofMillis(300)));

    assertThat(undelivered(delivery).permanent()).isFalse();
    assertThat(delivery.detail()).startsWith(server.address());
    inTime();
  }

  @Test
  void aServerThatTricklesIsNotWaitedForLong() throws IOException {
    server.when("MAIL", FakeSmtp.TRICKLE);

    Delivery delivery =
        sender.send(
            Mails.simple(folder),
            Mails.FROM,
            List.of("a@example.org"),
            transport(Security.NONE, null, Duration.ofMillis(300)));

    assertThat(delivery)
        .isEqualTo(new Undelivered(server.address() + " took too long: gave up", false));
    inTime();
  }

  @Test
  void aServerThatStallsAfterTheMailWasTakenHasTakenIt() throws IOException {
    server.when("QUIT", FakeSmtp.STALL);

    assertThat(send("a@example.org")).isInstanceOf(Delivered.class);
    inTime();
  }

  @Test
  void aPortWhereNobodyListensIsSaid() throws IOException {
    int port;
    try (var taken = new ServerSocket(0)) {
      port = taken.getLocalPort();
    }
    Delivery delivery =
        sender.send(Mails.simple(folder), Mails.FROM, List.of("a@example.org"), Mails.plain(port));

    assertThat(delivery)
        .isEqualTo(
            new Undelivered("can't connect to localhost:" + port + ": Connection refused", false));
  }
}
