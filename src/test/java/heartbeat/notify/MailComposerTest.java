package heartbeat.notify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailComposerTest {
  @TempDir private Path folder;

  private static BodyPart part(MimeMessage message, int number)
      throws IOException, MessagingException {
    return ((MimeMultipart) message.getContent()).getBodyPart(number);
  }

  private static byte[] bytes(BodyPart part) throws IOException, MessagingException {
    return part.getInputStream().readAllBytes();
  }

  private static byte[] hostile(int size) {
    byte[] bytes = new byte[size];
    new Random(31).nextBytes(bytes);
    byte[] worst = "\0\r\n\r\r\n.\r\n..\r\nFrom x\n\u00e9\u00ff\r".getBytes(ISO_8859_1);
    System.arraycopy(worst, 0, bytes, 0, worst.length);
    System.arraycopy(worst, 0, bytes, size - worst.length, worst.length);
    return bytes;
  }

  @Test
  void aMailIsWhatItWasToldToBe() throws Exception {
    String text = "Moodle cron died in \\core\\task\\é.\n.\n..\n" + "x".repeat(2000) + "\0\r=\n";
    var mail =
        Mails.mail(
            "moodle", List.of("a@example.org", "Zoë <z@example.org>"), "é: dead", text, true);

    MimeMessage read = Mails.parsed(Mails.composed(folder, mail, null));

    assertThat(read.getSubject()).isEqualTo("é: dead");
    assertThat(read.getFrom()).extracting(Object::toString).containsExactly(Mails.FROM);
    assertThat(read.getRecipients(Message.RecipientType.TO))
        .extracting(Object::toString)
        .containsExactly("a@example.org", "=?UTF-8?Q?Zo=C3=AB?= <z@example.org>");
    assertThat(read.getSentDate()).isEqualTo(Date.from(Mails.HAPPENED));
    assertThat(read.isMimeType("text/plain")).isTrue();
    assertThat(((String) read.getContent()).replace("\r\n", "\n"))
        .isEqualTo(text.replace("\r=", "\n="));
    assertThat(read.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(read.getHeader("X-Auto-Response-Suppress")).containsExactly("All");
    assertThat(read.getHeader("X-Heartbeat-Job")).containsExactly("moodle");
  }

  @Test
  void everyLineIsSevenBitShortAndEndsInCrLf() throws IOException {
    var mail = Mails.mail("tâche de nuit 夜間バッチ", "é".repeat(300), "é\nx\n".repeat(500), true);
    String file = Files.readString(Mails.composed(folder, mail, hostile(200_000)), ISO_8859_1);

    assertThat(
            file.chars().allMatch(c -> c < 127 && (c >= 32 || c == '\r' || c == '\n' || c == '\t')))
        .isTrue();
    assertThat(file.replace("\r\n", "")).doesNotContain("\n").doesNotContain("\r");
    assertThat(file.lines().mapToInt(String::length).max().orElse(0)).isLessThanOrEqualTo(998);
    assertThat(file).endsWith("--\r\n");
  }

  @Test
  void mailsOfAJobMakeOneThreadAndTheSameMailHasTheSameId() throws Exception {
    var first = Mails.parsed(Mails.composed(folder, Mails.mail("a", "died", "x", false), null));
    var again = Mails.parsed(Mails.composed(folder, Mails.mail("a", "died", "x", false), null));
    var later =
        Mails.parsed(Mails.composed(folder, Mails.mail("a", "recovered", "x", false), null));
    var other = Mails.parsed(Mails.composed(folder, Mails.mail("b", "died", "x", false), null));

    assertThat(again.getMessageID()).isEqualTo(first.getMessageID());
    assertThat(first.getMessageID()).matches("<" + Mails.RUN + "\\.\\w{8}@cron1.example.org>");
    assertThat(later.getMessageID()).isNotEqualTo(first.getMessageID());
    assertThat(later.getHeader("References")).isEqualTo(first.getHeader("References"));
    assertThat(later.getHeader("In-Reply-To")).isEqualTo(first.getHeader("In-Reply-To"));
    assertThat(other.getHeader("References")).isNotEqualTo(first.getHeader("References"));
  }

  @Test
  void aSmallLogIsAttachedAsText() throws Exception {
    byte[] log = hostile(64 * 1024);
    MimeMessage read =
        Mails.parsed(Mails.composed(folder, Mails.mail("moodle", "s", "text", true), log));

    assertThat(part(read, 0).getContent()).isEqualTo("text");
    BodyPart attachment = part(read, 1);
    assertThat(attachment.isMimeType("text/plain")).isTrue();
    assertThat(attachment.getDisposition()).isEqualTo("attachment");
    assertThat(attachment.getFileName()).isEqualTo("moodle-" + Mails.RUN + ".log");
    assertThat(bytes(attachment)).isEqualTo(log);
  }

  @Test
  void aBigLogIsZipped() throws Exception {
    byte[] log = hostile(64 * 1024 + 1);
    MimeMessage read =
        Mails.parsed(Mails.composed(folder, Mails.mail("moodle", "s", "text", true), log));

    BodyPart attachment = part(read, 1);
    assertThat(attachment.isMimeType("application/gzip")).isTrue();
    assertThat(attachment.getFileName()).isEqualTo("moodle-" + Mails.RUN + ".log.gz");
    try (var unzipped = new GZIPInputStream(attachment.getInputStream())) {
      assertThat(unzipped.readAllBytes()).isEqualTo(log);
    }
  }

  @Test
  void secretsAreTakenOutOfTheAttachment() throws Exception {
    Path log = Files.writeString(folder.resolve("run.log"), "é one\npassword=x\nthree");
    Path target = folder.resolve("mail.eml");
    new MailComposer("h")
        .compose(
            Mails.mail("moodle", "s", "text", true).letter(),
            log,
            line -> line.replace("password=x", "[redacted]"),
            target);

    assertThat(bytes(part(Mails.parsed(target), 1)))
        .asString(UTF_8)
        .isEqualTo("é one\n[redacted]\nthree");
  }

  @Test
  void nothingIsAttachedWhenThereIsNothingToAttach() throws Exception {
    var wanted = Mails.mail("moodle", "s", "text", true);
    Path target = folder.resolve("mail.eml");
    var composer = new MailComposer("h");

    composer.compose(wanted.letter(), folder.resolve("no.log"), UnaryOperator.identity(), target);
    assertThat(Mails.parsed(target).isMimeType("text/plain")).isTrue();

    assertThat(Mails.parsed(Mails.composed(folder, wanted, new byte[0])).isMimeType("text/plain"))
        .isTrue();

    var unwanted = Mails.mail("moodle", "s", "text", false);
    assertThat(Mails.parsed(Mails.composed(folder, unwanted, new byte[9])).isMimeType("text/plain"))
        .isTrue();
  }

  @Test
  void aLogThatCantBeReadDoesNotKeepTheAlert() throws Exception {
    Path target = folder.resolve("mail.eml");
    new MailComposer("h")
        .compose(
            Mails.mail("moodle", "s", "It died.", true).letter(),
            // A folder has a size, and can't be read.
            Files.createDirectory(folder.resolve("log")),
            UnaryOperator.identity(),
            target);

    assertThat(Mails.parsed(target).getContent().toString())
        .startsWith("It died.")
        .contains("The log could not be attached");
  }

  @ParameterizedTest
  @ValueSource(strings = {"日本語のジョブ", "tâche \"de\" nuit; x=y\\", "a b", "émile"})
  void aJobsNameIsRightInFileNameAndHeader(String job) throws Exception {
    MimeMessage read =
        Mails.parsed(Mails.composed(folder, Mails.mail(job, job, "text", true), new byte[] {1}));

    assertThat(read.getSubject()).isEqualTo(job);
    assertThat(part(read, 1).getFileName()).isEqualTo(job + "-" + Mails.RUN + ".log");
    assertThat(MimeUtility.decodeText(read.getHeader("X-Heartbeat-Job", ""))).isEqualTo(job);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x\r\nBcc: evil@example.org", "x\nBcc: evil@example.org", "é\r\nBcc: e@x"})
  void noHeaderCanBeSmuggledIn(String text) throws Exception {
    var mail = Mails.mail("a", List.of("a@example.org", text), text, "text", false);

    MimeMessage read = Mails.parsed(Mails.composed(folder, mail, null));

    assertThat(read.getHeader("Bcc")).isNull();
    assertThat(read.getSubject()).contains("Bcc: e");
    assertThat(((String) read.getContent())).isEqualTo("text");
  }

  @Test
  void aMistypedAddressDoesNotKeepTheMailFromTheOthers() throws Exception {
    var mail =
        Mails.mail(
            "a", List.of("a@", "b@example.org, c@müller.example", "root"), "s", "text", false);

    MimeMessage read = Mails.parsed(Mails.composed(folder, mail, null));

    assertThat(read.getRecipients(Message.RecipientType.TO))
        .extracting(Object::toString)
        .containsExactly("b@example.org", "c@xn--mller-kva.example", "root");
  }

  @Test
  void onlyItsOwnerCanReadIt() throws IOException {
    Path eml = Mails.simple(folder);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(eml)))
        .isEqualTo("rw-------");
  }

  @Test
  void aBigLogNeedsNoMoreMemoryThanASmallOne() throws IOException {
    Path log = folder.resolve("big.log");
    byte[] line = ("x".repeat(4_000) + "\n").getBytes(UTF_8);
    try (var out = new BufferedOutputStream(Files.newOutputStream(log))) {
      for (int i = 0; i < 5_000; i++) {
        out.write(line);
      }
    }
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    new MailComposer("h")
        .compose(
            Mails.mail("moodle", "s", "text", true).letter(),
            log,
            UnaryOperator.identity(),
            folder.resolve("mail.eml"));

    // The lines as strings are garbage at once; a kept copy of the log would be on top of them.
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).isLessThan(Files.size(log) + (8L << 20));
  }
}
