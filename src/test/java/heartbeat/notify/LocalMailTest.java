package heartbeat.notify;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.Delivery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalMailTest {
  @TempDir private Path folder;

  private MailTransport.Sendmail sendmail(int status) throws IOException {
    Path file = folder.resolve("sendmail" + status);
    Files.writeString(file, "#!/bin/sh\ncat >/dev/null; exit " + status + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return new MailTransport.Sendmail(file);
  }

  private static MailTransport.Smtp server(int port) {
    return new MailTransport.Smtp(
        "localhost", port, MailTransport.Security.NONE, null, null, Duration.ofSeconds(20), null);
  }

  private Delivery send(MailTransport transport) throws IOException {
    return new MailSender("h")
        .send(Mails.simple(folder), Mails.FROM, List.of("a@x.org"), transport);
  }

  @Test
  void aServerComesFirstWhereSetIdProgramsCanNotWork() throws IOException {
    MailTransport.Sendmail sendmail = sendmail(0);
    assertThat(LocalMail.usable(sendmail, server(25), true))
        .isEqualTo(new MailTransport.FirstOf(List.of(sendmail, server(25))));
    assertThat(LocalMail.usable(sendmail, server(25), false))
        .isEqualTo(new MailTransport.FirstOf(List.of(server(25), sendmail)));
  }

  @Test
  void theOtherWayTakesItEitherWayAndSaysWhich() throws IOException {
    Delivery first = send(LocalMail.usable(sendmail(0), server(1), false));
    assertThat(first).isInstanceOf(Delivery.Delivered.class);
    assertThat(first.detail()).containsPattern("handed to .*; before that: .*localhost:1");
    try (FakeSmtp smtp = new FakeSmtp()) {
      Delivery second = send(LocalMail.usable(sendmail(75), server(smtp.port()), true));
      assertThat(second).isInstanceOf(Delivery.Delivered.class);
      assertThat(second.detail()).containsPattern("localhost:.* took it.*; before that: .*75");
    }
  }

  @Test
  void whatIsRefusedForGoodIsNotTriedAnotherWay() throws IOException {
    try (FakeSmtp smtp = new FakeSmtp()) {
      Delivery delivery = send(LocalMail.usable(sendmail(67), server(smtp.port()), true));
      assertThat(delivery)
          .isInstanceOfSatisfying(
              Delivery.Undelivered.class, refused -> assertThat(refused.permanent()).isTrue());
      assertThat(smtp.taken).isEmpty();
    }
  }

  @Test
  void whenNoWayTakesItBothSayWhy() throws IOException {
    Delivery delivery = send(LocalMail.usable(sendmail(75), server(1), true));
    assertThat(delivery).isInstanceOf(Delivery.Undelivered.class);
    assertThat(delivery.detail()).contains("status 75", "localhost:1");
  }

  /** exim refuses a name without a domain, also in the header; its sendmail completes both. */
  @Test
  void aServerOfThisMachineIsToldTheDomainOfItsUser() throws IOException {
    List<String> to = List.of("root", "a@x.org");
    Path mail = Mails.composed(folder, Mails.mail("m", to, "failure: m", "It died.\n", true), null);
    try (FakeSmtp smtp = new FakeSmtp()) {
      Delivery delivery = new MailSender("h").send(mail, Mails.FROM, to, server(smtp.port()));
      assertThat(delivery).isInstanceOf(Delivery.Delivered.class);
      assertThat(smtp.taken.getFirst().to()).containsExactly("root@localhost", "a@x.org");
      assertThat(smtp.messages.getFirst()).contains("To: root@localhost, a@x.org", "It died.");
    }
  }
}
