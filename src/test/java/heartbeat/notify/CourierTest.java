package heartbeat.notify;

import static heartbeat.model.PingKind.FAILURE;
import static heartbeat.model.PingKind.LOG;
import static heartbeat.model.PingKind.START;
import static heartbeat.model.PingKind.SUCCESS;
import static heartbeat.notify.Letters.MOODLE;
import static heartbeat.notify.Letters.NOON;
import static heartbeat.notify.Letters.ping;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.Delivery;
import heartbeat.model.JobName;
import heartbeat.model.Notification.SendPing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CourierTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration KEEP = Duration.ofDays(3);
  private static final Delivery REFUSED = new Delivery.Undelivered("refused", false);
  private static final Delivery GONE = new Delivery.Undelivered("404", true);
  private static final JobName BACKUP = new JobName("backup");

  @TempDir Path state;
  private Instant now = NOON;
  private Outbox outbox;
  private Courier courier;
  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());

  /** What the world answers, by URL or subject; what is not here it takes. */
  private final Map<String, Delivery> answers = new HashMap<>();

  /** What happens while something is sent, by URL. */
  private final Map<String, Runnable> meanwhile = new HashMap<>();

  @BeforeEach
  void hireACourier() {
    outbox = new Outbox(state, () -> now);
    courier = new Courier(outbox, this::take, this::mail, job -> KEEP, () -> now, new Random(5));
  }

  private Delivery take(SendPing ping) {
    return answer(ping.url());
  }

  private Delivery mail(Path eml, String from, List<String> to) {
    assertThat(from).isEqualTo("heartbeat@example.org");
    assertThat(to).containsExactly("a@example.org", "b@example.org");
    try {
      return answer(Files.readString(eml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Delivery answer(String what) {
    sent.add(what);
    meanwhile.getOrDefault(what, () -> {}).run();
    return answers.getOrDefault(what, new Delivery.Delivered("200"));
  }

  @Test
  void allIsDeliveredInOrderAndGone() throws IOException {
    outbox.put(ping(FAILURE, "http://a/1"));
    Letters.put(outbox, "mail 2");
    outbox.put(ping(SUCCESS, "http://a/3"));
    Courier.Report report = courier.deliver(MOODLE, LONG);
    assertThat(sent).containsExactly("http://a/1", "mail 2", "http://a/3");
    assertThat(report.delivered()).extracting(o -> o.delivery().detail()).containsOnly("200");
    assertThat(report.waiting()).isZero();
    assertThat(report.problems()).isEmpty();
    assertThat(files()).containsExactly("lock");
  }

  @Test
  void aPingThatFailsForNowHoldsBackThoseToItsServerAndNothingElse() throws IOException {
    answers.put("http://a/1", REFUSED);
    outbox.put(ping(FAILURE, "http://a/1"));
    outbox.put(ping(FAILURE, "http://a/2"));
    Letters.put(outbox, "mail");
    outbox.put(ping(FAILURE, "http://b/3"));
    Courier.Report report = courier.deliver(MOODLE, LONG);
    assertThat(sent).containsExactly("http://a/1", "mail", "http://b/3");
    assertThat(report.failed())
        .singleElement()
        .satisfies(
            o -> {
              assertThat(o.delivery()).isEqualTo(REFUSED);
              assertThat(o.item().history().attempts()).isEqualTo(1);
            });
    assertThat(report.waiting()).isEqualTo(2);

    answers.clear();
    sent.clear();
    courier.deliver(MOODLE, LONG);
    assertThat(sent).containsExactly("http://a/1", "http://a/2");
  }

  @Test
  void whatIsRejectedForGoodIsRemovedAndReportedAndHoldsBackNothing() throws IOException {
    answers.put("http://a/1", GONE);
    answers.put("mail", GONE);
    outbox.put(ping(FAILURE, "http://a/1"));
    Letters.put(outbox, "mail");
    outbox.put(ping(FAILURE, "http://a/2"));
    Courier.Report report = courier.deliver(MOODLE, LONG);
    assertThat(report.rejected()).hasSize(2);
    assertThat(report.delivered()).hasSize(1);
    assertThat(files()).containsExactly("lock");
  }

  @Test
  void aMailThatFailsAgainAndAgainStopsHoldingBackTheOthers() throws IOException {
    answers.put("too big", REFUSED);
    Letters.put(outbox, "too big");
    Letters.put(outbox, "next");
    for (int i = 0; i < 3; i++) {
      courier.deliver(MOODLE, LONG);
    }
    assertThat(sent).doesNotContain("next");
    courier.deliver(MOODLE, LONG);
    assertThat(sent).endsWith("too big", "next");
    assertThat(outbox.waiting(MOODLE)).hasSize(1);
  }

  @Test
  void stalePingsGoWhenALaterOneTellsMoreAndFailuresNever() throws IOException {
    outbox.put(ping(SUCCESS, "http://a/s1"));
    outbox.put(ping(FAILURE, "http://a/f2"));
    outbox.put(ping(START, "http://a/b3"));
    outbox.put(ping(LOG, "http://a/l4"));
    outbox.put(ping(SUCCESS, "http://a/s5"));
    outbox.put(ping(START, "http://a/b6"));
    Courier.Report report = courier.deliver(MOODLE, LONG);
    assertThat(sent).containsExactly("http://a/f2", "http://a/s5", "http://a/b6");
    assertThat(report.overtaken()).isEqualTo(3);
    assertThat(files()).containsExactly("lock");
  }

  @Test
  void whatComesWhileTheCourierIsThereIsTakenAlong() throws IOException {
    outbox.put(ping(FAILURE, "http://a/1"));
    meanwhile.put("http://a/1", () -> put(outbox, "http://a/2"));
    courier.deliver(MOODLE, LONG);
    assertThat(sent).containsExactly("http://a/1", "http://a/2");
  }

  @Test
  void ofOtherJobsOnlyWhatIsDueIsTried() throws IOException {
    answers.put("http://a/backup", REFUSED);
    outbox.put(ping(BACKUP, FAILURE, "http://a/backup"));
    courier.deliver(MOODLE, LONG);
    assertThat(sent).as("left to its own process at first").isEmpty();
    for (int minutes : new int[] {2, 3, 5, 9, 17, 33}) {
      int before = sent.size();
      now = now.plus(Duration.ofMinutes(minutes));
      courier.deliver(MOODLE, LONG);
      courier.deliver(MOODLE, LONG);
      courier.deliverDue(LONG);
      assertThat(sent).as("after %d minutes", minutes).hasSize(before + 1);
    }
    courier.flush(LONG);
    courier.deliver(BACKUP, LONG);
    assertThat(sent).as("asked for").hasSize(8);
  }

  @Test
  void whatIsNotDueHoldsBackWhatIsBehindIt() throws IOException {
    answers.put("http://a/1", REFUSED);
    outbox.put(ping(BACKUP, FAILURE, "http://a/1"));
    for (int i = 0; i < 3; i++) {
      courier.deliver(BACKUP, LONG);
    }
    sent.clear();
    outbox.put(ping(BACKUP, FAILURE, "http://a/2"));
    now = now.plus(Duration.ofMinutes(2));
    courier.deliver(MOODLE, LONG);
    assertThat(sent).isEmpty();
  }

  @Test
  void whatIsTooOldIsTriedOnceMoreAndThenGivenUp() throws IOException {
    answers.put("http://a/1", REFUSED);
    outbox.put(ping(FAILURE, "http://a/1"));
    outbox.put(ping(FAILURE, "http://a/2"));
    Letters.put(outbox, "late mail");
    now = now.plus(KEEP).plusSeconds(1);
    outbox.put(ping(FAILURE, "http://a/3"));
    Courier.Report report = courier.deliver(MOODLE, LONG);
    assertThat(sent).containsExactly("http://a/1", "late mail");
    assertThat(report.givenUp()).hasSize(2);
    assertThat(report.delivered()).hasSize(1);
    assertThat(outbox.waiting(MOODLE)).hasSize(1);
  }

  @Test
  void whatIsDamagedGoesOutOfTheWay() throws IOException {
    OutboxItem broken = outbox.put(ping(FAILURE, "http://a/1"));
    Files.writeString(broken.file(), "{\"job\":");
    Files.delete(Letters.put(outbox, "lost message").eml());
    OutboxItem.Mail headless = Letters.put(outbox, "lost envelope");
    Files.write(headless.file(), new byte[0]);
    outbox.put(ping(FAILURE, "http://a/2"));
    Courier.Report report = courier.deliver(MOODLE, LONG);
    assertThat(sent).containsExactly("http://a/2");
    assertThat(report.problems()).hasSize(3).allMatch(p -> p.contains("damaged"));
    assertThat(files()).containsExactly("bad", "lock");
    try (Stream<Path> bad = Files.list(state.resolve("moodle/bad"))) {
      assertThat(bad).hasSize(4);
    }
  }

  @Test
  void whatCanNotBeReadNowStaysAndIsSaid() throws IOException {
    Path folder = state.resolve("moodle");
    outbox.put(ping(FAILURE, "http://a/1"));
    Files.createDirectory(folder.resolve("000000000000-0-failure.json"));
    Files.createDirectory(folder.resolve("000000000002-0-failure.json"));
    Courier.Report report = courier.deliver(MOODLE, LONG);
    assertThat(sent).containsExactly("http://a/1");
    assertThat(report.problems()).hasSize(1).allMatch(p -> p.contains("can't read"));
    assertThat(report.waiting()).isEqualTo(1);
  }

  @Test
  void whenTheTimeIsUpTheRestWaits() throws IOException {
    outbox.put(ping(FAILURE, "http://a/1"));
    Courier.Report report = courier.deliver(MOODLE, Duration.ZERO);
    assertThat(sent).isEmpty();
    assertThat(report.waiting()).isEqualTo(1);
  }

  @Test
  void aSenderThatThrowsIsAFailedAttemptAndPrintsNoSecret() throws IOException {
    outbox.put(ping(FAILURE, "http://a/1"));
    meanwhile.put(
        "http://a/1",
        () -> {
          throw new IllegalStateException("http://secret");
        });
    Courier.Report report = courier.deliver(MOODLE, LONG);
    assertThat(report.failed())
        .singleElement()
        .satisfies(o -> assertThat(o.delivery().detail()).doesNotContain("secret"));
  }

  @Test
  void anItemThatVanishesWhileItIsSentIsNoProblem() throws IOException {
    OutboxItem item = outbox.put(ping(FAILURE, "http://a/1"));
    meanwhile.put("http://a/1", () -> assertThat(item.file().toFile().delete()).isTrue());
    assertThat(courier.deliver(MOODLE, LONG).problems()).isEmpty();
  }

  @Test
  void anItemThatWasOvertakenWhileItFailedDoesNotRiseAgain() throws IOException {
    answers.put("http://a/1", REFUSED);
    OutboxItem item = outbox.put(ping(SUCCESS, "http://a/1"));
    meanwhile.put("http://a/1", () -> assertThat(item.file().toFile().delete()).isTrue());
    courier.deliver(MOODLE, LONG);
    assertThat(files()).containsExactly("lock");
  }

  @Test
  void anotherCourierInTheSameProcessDoesNotSendItTwice() throws IOException {
    outbox.put(ping(FAILURE, "http://a/1"));
    meanwhile.put("http://a/1", () -> courier.deliverDue(LONG));
    now = now.plus(Duration.ofHours(1));
    courier.deliver(MOODLE, LONG);
    assertThat(sent).containsExactly("http://a/1");
  }

  @Test
  void whoFindsAnotherCourierAtItsJobWaitsForItOnlySoLong() throws IOException {
    Outbox mine = new Outbox(state, () -> now);
    Courier other =
        new Courier(mine, this::take, this::mail, job -> KEEP, () -> now, new Random(5));
    List<Courier.Report> reports = new ArrayList<>();
    outbox.put(ping(FAILURE, "http://a/1"));
    meanwhile.put(
        "http://a/1",
        () -> {
          put(mine, "http://a/2");
          reports.add(other.deliver(MOODLE, Duration.ofMillis(50)));
        });
    courier.deliver(MOODLE, LONG);
    assertThat(reports).singleElement().extracting(Courier.Report::waiting).isEqualTo(2);
    assertThat(sent).containsExactly("http://a/1", "http://a/2");
  }

  @Test
  void whoFindsAnotherCourierAtItsJobGoesWhenThatHasDoneItsWork() throws Exception {
    Outbox mine = new Outbox(state, () -> now);
    Courier other =
        new Courier(mine, this::take, this::mail, job -> KEEP, () -> now, new Random(5));
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      List<Future<Courier.Report>> later = new ArrayList<>();
      outbox.put(ping(FAILURE, "http://a/1"));
      meanwhile.put(
          "http://a/1",
          () -> {
            put(mine, "http://a/2");
            later.add(pool.submit(() -> other.deliver(MOODLE, LONG)));
          });
      courier.deliver(MOODLE, LONG);
      assertThat(later.getFirst().get().waiting()).isZero();
    }
    assertThat(sent).containsExactly("http://a/1", "http://a/2");
  }

  @Test
  void messagesWithoutAnEnvelopeAreRemovedAfterADay() throws IOException {
    OutboxItem.Mail mail = Letters.put(outbox, "sent");
    Path orphan = state.resolve("moodle/000000000009-0-mail.eml");
    Files.createFile(orphan);
    now = Files.getLastModifiedTime(orphan).toInstant().plus(Duration.ofHours(20));
    courier.deliver(MOODLE, LONG);
    assertThat(orphan).exists();
    assertThat(mail.eml()).doesNotExist();
    outbox.put(ping(FAILURE, "http://a/1"));
    now = now.plus(Duration.ofHours(8));
    courier.deliver(MOODLE, LONG);
    assertThat(orphan).doesNotExist();
  }

  private static void put(Outbox outbox, String url) {
    try {
      outbox.put(ping(FAILURE, url));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(state.resolve("moodle"))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
