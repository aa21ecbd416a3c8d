package heartbeat.notify;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.Await;
import heartbeat.model.Delivery;
import heartbeat.model.Delivery.Delivered;
import heartbeat.model.Delivery.Undelivered;
import heartbeat.model.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Through a command that stands in for sendmail. */
class SendmailDeliveryTest {
  @TempDir private Path folder;

  private Path program(String script) throws IOException {
    Path file = Files.writeString(folder.resolve("sendmail"), "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static Delivery send(Path eml, Path program, Duration limit, String... to) {
    return new MailSender("h", limit, Trace.OFF)
        .send(eml, Mails.FROM, List.of(to), new MailTransport.Sendmail(program));
  }

  private Delivery send(String script) throws IOException {
    return send(Mails.simple(folder), program(script), Mails.PATIENCE, "a@example.org");
  }

  @Test
  void theCommandGetsTheAddressesAndTheMessageWithTheLineEndsOfUnix() throws Exception {
    Path eml = Mails.simple(folder);
    Path program =
        program("cd '" + folder + "' && printf '%s\\n' \"$@\" >>arguments && cat >message");

    Delivery delivery = send(eml, program, Mails.PATIENCE, "a@example.org", "Bob <b@example.org>");

    assertThat(delivery).isEqualTo(new Delivered("handed to " + program));
    assertThat(Files.readString(folder.resolve("arguments")))
        .isEqualTo(
            "-i\n-f\nFROM\n--\na@example.org\n-i\n-f\nFROM\n--\nb@example.org\n"
                .replace("FROM", Mails.FROM));
    assertThat(Files.readString(folder.resolve("message")))
        .isEqualTo(Files.readString(eml).replace("\r\n", "\n"));
  }

  /** As msmtp does: one recipient that the server rejects, and nobody gets the mail. */
  private static final String PICKY = "cat >/dev/null; case \"$*\" in *b@*) echo no b >&2; exit ";

  @Test
  void aRecipientWhoIsRejectedDoesNotLoseTheMailForTheOthers() throws IOException {
    Path program = program(PICKY + "65;; esac");

    Delivery delivery =
        send(Mails.simple(folder), program, Mails.PATIENCE, "a@x.org", "b@x.org", "c@x.org");

    assertThat(delivery)
        .isEqualTo(
            new Delivered(
                "handed to "
                    + program
                    + ", but not for b@x.org: "
                    + program
                    + " ended with status 65: no b",
                List.of()));
  }

  @Test
  void whoIsNotAcceptedForNowGetsTheMailLater() throws IOException {
    Path program = program(PICKY + "75;; esac");

    Delivery delivery = send(Mails.simple(folder), program, Mails.PATIENCE, "a@x.org", "b@x.org");

    assertThat(delivery)
        .isInstanceOfSatisfying(
            Delivered.class, taken -> assertThat(taken.postponed()).containsExactly("b@x.org"));
  }

  @ParameterizedTest
  @CsvSource({"75", "69", "65", "0"})
  void aMailThatIsTooBigGoesWithoutItsLog(int status) throws IOException {
    byte[] log = new byte[300_000];
    new Random(status).nextBytes(log);
    Path eml = Mails.composed(folder, Mails.mail("moodle", "s", "It died.", true), log);
    Path program =
        program(
            "cd '"
                + folder
                + "'; head -c 100000 >message; cat >/dev/null;"
                + " [ $(wc -c <message) -lt 100000 ] || { echo File too large >&2; exit "
                + (status == 0 ? "1" : status)
                + "; }");

    Delivery delivery = send(eml, program, Mails.PATIENCE, "a@example.org", "b@example.org");

    assertThat(delivery).isInstanceOf(Delivered.class);
    assertThat(delivery.detail()).contains("handed to ", "without the log", "File too large");
    assertThat(Files.readString(folder.resolve("message"))).contains("It died.", "heartbeat log");
  }

  @Test
  void itTakesNoLongerThanTheBudgetAllows() throws IOException {
    ComposedMail mail = new ComposedMail.InFile(Mails.simple(folder));
    MailTransport hanging = new MailTransport.Sendmail(program("sleep 61"));
    TimeBudget budget = TimeBudget.of(Duration.ofMillis(300));

    Delivery delivery =
        new MailSender("h").send(mail, Mails.FROM, List.of("a@x.org", "b@x.org"), hanging, budget);

    assertThat(delivery).isInstanceOf(Undelivered.class);
    assertThat(delivery.detail()).contains("did not end within 0.");
  }

  @ParameterizedTest
  @CsvSource({"75, false", "69, false", "1, false", "67, true", "68, true", "65, true"})
  void theExitStatusSaysWhetherToTryAgain(int status, boolean permanent) throws IOException {
    Delivery delivery = send("cat >/dev/null; echo 'queue is full' >&2; exit " + status);

    assertThat(delivery)
        .isEqualTo(
            new Undelivered(
                folder.resolve("sendmail") + " ended with status " + status + ": queue is full",
                permanent));
  }

  @Test
  void aCommandThatIsNotThereIsSaid() throws IOException {
    Path missing = folder.resolve("nowhere");

    assertThat(send(Mails.simple(folder), missing, Mails.PATIENCE, "a@example.org"))
        .isEqualTo(
            new Undelivered(
                "can't start " + missing + ": it does not exist, check \"sendmail\"", false));
  }

  @Test
  void aCommandThatHangsIsEndedWithAllItStarted() throws Exception {
    Path program = program("echo waiting >&2; sleep 61.25 & sleep 61.25");

    Delivery delivery = send(Mails.simple(folder), program, Duration.ofSeconds(3), "a@example.org");

    assertThat(delivery)
        .isEqualTo(new Undelivered(program + " did not end within 3s: waiting", false));
    Await.until(() -> !hasSleepers());
  }

  private static boolean hasSleepers() {
    return ProcessHandle.current()
        .descendants()
        .anyMatch(one -> one.info().commandLine().orElse("").contains("61.25"));
  }

  @Test
  void aGrandchildThatKeepsTheErrorStreamOpenCostsNothing() throws IOException {
    long begun = System.nanoTime();

    assertThat(send("cat >/dev/null; sleep 60 & exit 0")).isInstanceOf(Delivered.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(50));
  }

  @Test
  void aBigMailThatIsNotReadToItsEndIsNotDelivered() throws IOException {
    Path eml = Mails.composed(folder, Mails.mail("a", "s", "x".repeat(500_000), false), null);

    Delivery delivery = send(eml, program("exit 0"), Mails.PATIENCE, "a@example.org");

    assertThat(delivery).isInstanceOf(Undelivered.class);
    assertThat(delivery.detail()).contains("did not take it all");
  }
}
