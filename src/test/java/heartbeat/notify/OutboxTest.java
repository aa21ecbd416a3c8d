package heartbeat.notify;

import static heartbeat.notify.Letters.MOODLE;
import static heartbeat.notify.Letters.NOON;
import static heartbeat.notify.Letters.ping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heartbeat.model.JobName;
import heartbeat.model.PingKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
  @TempDir Path state;
  private Outbox outbox;

  @BeforeEach
  void openTheOutbox() {
    outbox = new Outbox(state.resolve("outbox"), () -> NOON);
  }

  @Test
  void anOutboxThatIsNotThereIsEmpty() throws IOException {
    assertThat(outbox.waiting(MOODLE)).isEmpty();
    assertThat(outbox.counts()).isEmpty();
    outbox.settle();
    assertThat(state).isEmptyDirectory();
  }

  @Test
  void whatWasPutComesBackInOrderAsItWas() throws IOException {
    OutboxItem.Ping first = outbox.put(ping(PingKind.FAILURE, "https://h/1"));
    OutboxItem.Mail second = Letters.put(outbox, "subject \u00e9");
    OutboxItem.Ping third = outbox.put(ping(PingKind.LOG, "https://h/3"));
    OutboxItem.Message fourth = outbox.put(Letters.message("slack", "https://s/4"));
    assertThat(outbox.waiting(MOODLE)).containsExactly(first, second, third, fourth);
    assertThat(outbox.counts()).isEqualTo(Map.of(MOODLE, 4));
    assertThat(second.eml()).hasContent("subject \u00e9");
    outbox.settle();
    assertThat(outbox.waiting(MOODLE)).containsExactly(first, second, third, fourth);
  }

  @Test
  void aHistoryComesBackAsItWas() throws IOException {
    OutboxItem item = outbox.put(ping(PingKind.FAILURE, "https://h/1"));
    OutboxItem tried = item.with(item.history().failed(NOON, "refused \u00e9", 0.5));
    outbox.folderOf(MOODLE).rewrite(tried);
    assertThat(outbox.waiting(MOODLE)).containsExactly(tried);
  }

  @Test
  void aMailFromAnywhereIsTakenAndMadePrivate() throws IOException {
    Path composed = Files.writeString(state.resolve("composed"), "message");
    Files.setPosixFilePermissions(composed, PosixFilePermissions.fromString("rw-rw-rw-"));
    OutboxItem.Mail mail = outbox.put(Letters.mail("s"), composed, null);
    assertThat(composed).doesNotExist();
    assertThat(mail.eml()).hasContent("message");
    for (Path file : List.of(mail.eml(), mail.file(), outbox.draft(MOODLE))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void secretsAreNotPrinted() throws IOException {
    OutboxItem item = outbox.put(ping(PingKind.FAILURE, "https://h/secret"));
    assertThat(item.toString()).doesNotContain("secret");
  }

  @Test
  void ofManyWhoPutAtOnceNoneIsLost() throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(20)) {
      List<Callable<OutboxItem>> tasks = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String url = "https://h/" + i;
        tasks.add(() -> outbox.put(ping(PingKind.FAILURE, url)));
      }
      for (Future<OutboxItem> done : pool.invokeAll(tasks)) {
        done.get();
      }
    }
    assertThat(outbox.waiting(MOODLE)).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void whatADirectSuccessOvertookIsRemovedAndFailuresAndMailsStay() throws IOException {
    outbox.put(ping(PingKind.START, "https://h/start"));
    outbox.put(ping(PingKind.SUCCESS, "https://h/success"));
    OutboxItem failure = outbox.put(ping(PingKind.FAILURE, "https://h/fail"));
    OutboxItem mail = Letters.put(outbox, "s");
    outbox.overtakenBy(ping(PingKind.START, "https://h/start"));
    assertThat(outbox.waiting(MOODLE)).hasSize(4);
    outbox.overtakenBy(ping(PingKind.FAILURE, "https://h/fail"));
    assertThat(outbox.waiting(MOODLE)).containsExactly(failure, mail);
  }

  @Test
  void aMailKeepsTheServerThatItsRunWasToldOf() throws IOException {
    var smtp =
        new MailTransport.Smtp(
            "mail.example.org",
            2525,
            MailTransport.Security.STARTTLS,
            "cron",
            "secret",
            java.time.Duration.ofSeconds(7),
            Path.of("/etc/ca.pem"));
    var sendmail = new MailTransport.Sendmail(Path.of("/opt/sendmail"));
    for (MailTransport by : new MailTransport[] {smtp, sendmail}) {
      Path composed = Files.writeString(state.resolve("composed"), "message");
      OutboxItem.Mail put = outbox.put(Letters.mail("s"), composed, by);
      assertThat(((OutboxItem.Mail) outbox.waiting(put.job()).getLast()).by()).isEqualTo(by);
    }
  }

  @Test
  void aMailWhoseEnvelopeCanNotBeWrittenLeavesNothing() throws IOException {
    Path missing = state.resolve("missing");
    assertThatThrownBy(() -> outbox.put(Letters.mail("s"), missing, null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not exist");
    assertThat(outbox.counts()).isEmpty();
  }

  @Test
  void whatCanNotBeWrittenIsSaidInWords() throws IOException {
    Files.createFile(state.resolve("outbox"));
    assertThatThrownBy(() -> outbox.put(ping(PingKind.FAILURE, "https://h/secret")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("outbox: a file is in its place")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> outbox.counts()).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> outbox.draft(MOODLE)).isInstanceOf(IOException.class);
  }

  @Test
  void jobsOfAnyNameHaveAnOutbox() throws IOException {
    JobName odd = new JobName("s\u00e4uberung \u65e5\u672c");
    outbox.put(ping(odd, PingKind.FAILURE, "https://h/1"));
    assertThat(outbox.counts()).isEqualTo(Map.of(odd, 1));
    try (Stream<Path> folders = Files.list(state.resolve("outbox"))) {
      assertThat(folders).allMatch(f -> f.getFileName().toString().matches("[ -~]+"));
    }
  }

  @Test
  void pausesDoubleFromAMinuteToAnHourAndAreJittered() {
    OutboxHistory history = OutboxHistory.begin(NOON);
    List<Long> minutes = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      history = history.failed(NOON, "no", 0.5);
      minutes.add(Duration.between(NOON, history.due()).toMinutes());
    }
    assertThat(minutes).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    assertThat(OutboxHistory.begin(NOON).failed(NOON, "", 0).due()).isEqualTo(NOON.plusSeconds(48));
    assertThat(OutboxHistory.begin(NOON).failed(NOON, "", 1).due()).isEqualTo(NOON.plusSeconds(72));
  }

  @Test
  void aClockThatStepsBackFreezesNothing() {
    Instant before = NOON.minus(Duration.ofDays(30));
    OutboxHistory history = OutboxHistory.begin(NOON).failed(NOON, "no", 0.5);
    assertThat(history.isDue(NOON)).isFalse();
    assertThat(history.isDue(before)).isTrue();
    OutboxHistory again = history.failed(before, "no", 0.5);
    assertThat(again.isOlderThan(Duration.ofDays(3), before.plus(Duration.ofDays(4)))).isTrue();
  }
}
