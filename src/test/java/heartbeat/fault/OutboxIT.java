package heartbeat.fault;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.Await;
import heartbeat.journal.RunEntry;
import heartbeat.notify.OutboxItem;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What waits in the outbox: in order, never stale, not for ever, and not behind poison. */
class OutboxIT {
  @RegisterExtension static final FaultTable TABLE = new FaultTable();

  private static final String FAILS = "echo no | $HB by-pipe";
  private static final String COMPLETES = "echo Cron run completed correctly | $HB by-pipe";

  @TempDir Path folder;

  /** Nothing can be delivered until the servers are mended. */
  private Stage broken() throws IOException {
    return new Stage(folder, "start: false").broken();
  }

  @Test
  void aPoisonItemDoesNotBlockTheOthers() throws Exception {
    try (Stage stage = broken()) {
      Home home = stage.home;
      home.shell.run(FAILS);
      String poison = home.run(Entry.PIPE).run().toString();
      home.shell.run(FAILS);
      home.shell.run(FAILS);
      OutboxItem damaged = home.waiting(Entry.PIPE).get(3);
      assertThat(damaged).isInstanceOf(OutboxItem.Ping.class);
      Files.writeString(damaged.file(), "{\"job\":");
      stage.mend();
      stage.pings.turn(socket -> refuse(stage.pings, socket, poison));
      stage.mails.when("DOT", "451 not this one", "250 taken");

      // The first one is tried three times before the others go past it.
      for (int i = 0; i < 4; i++) {
        home.shell.run("$HB flush");
      }
      assertThat(stage.pings.taken(Entry.PIPE)).hasSize(1);
      assertThat(stage.mails.messages).hasSize(3);
      assertThat(home.waiting(Entry.PIPE))
          .singleElement()
          .satisfies(item -> assertThat(item.run().toString()).isEqualTo(poison));
      assertThat(damaged.file().resolveSibling("bad")).isDirectoryContaining("glob:**.json");
      assertThat(home.shell.run(COMPLETES).status()).isEqualTo(75);
      assertThat(stage.pings.taken(Entry.PIPE)).hasSize(2);
      TABLE.row("poison in the outbox: 500, and damaged", "flush", "the others are sent");
    }
  }

  private static void refuse(PingServer pings, Socket socket, String poison) throws IOException {
    pings.answerUnless(socket, poison, "HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n");
  }

  @Test
  void staleSuccessesAreDroppedAndTheRestComesInOrder() throws Exception {
    try (Stage stage = broken()) {
      Home home = stage.home;
      home.shell.run(COMPLETES);
      home.shell.run(FAILS);
      home.shell.run(COMPLETES);
      home.shell.run(FAILS);
      home.shell.run(COMPLETES);
      List<String> runs =
          home.runs(Entry.PIPE).reversed().stream().map(run -> "rid=" + run.run()).toList();
      stage.mend();
      home.flush();
      String url = "/" + Entry.PIPE.uuid;
      assertThat(stage.pings.taken(Entry.PIPE))
          .containsExactly(
              url + "/fail?" + runs.get(1), url + "/fail?" + runs.get(3), url + "?" + runs.get(4));
      assertThat(stage.mails.messages)
          .extracting(mail -> mail.lines().filter(l -> l.startsWith("Subject:")).findFirst().get())
          .satisfiesExactly(
              s -> assertThat(s).containsIgnoringCase("failure"),
              s -> assertThat(s).containsIgnoringCase("recovered"),
              s -> assertThat(s).containsIgnoringCase("failure"),
              s -> assertThat(s).containsIgnoringCase("recovered"));
      TABLE.row("outage over five runs", "flush", "stale successes dropped, the rest in order");
    }
  }

  @Test
  void whatIsTooOldIsGivenUpAndSaid() throws Exception {
    try (Stage stage = broken()) {
      Home home = stage.home;
      home.shell.run(FAILS);
      for (OutboxItem item : home.waiting(Entry.PIPE)) {
        Instant old = item.history().created().minus(Duration.ofDays(4));
        String text = Files.readString(item.file());
        Files.writeString(
            item.file(), text.replace(item.history().created().toString(), old.toString()));
      }
      var result = home.shell.run("$HB flush");
      assertThat(result.out()).contains("failure ping given up", "given up: localhost");
      assertThat(home.waiting(Entry.PIPE)).isEmpty();
      assertThat(result.status()).isZero();
      TABLE.row("outage for longer than outbox-keep", "flush", "given up and said, nothing left");
    }
  }

  @Test
  void aLateMailSaysWhenItHappened() throws Exception {
    try (Stage stage = broken()) {
      Home home = stage.home;
      home.shell.environment.put("TZ", "UTC");
      home.shell.run(FAILS);
      Instant ended = ((RunEntry.Ended) home.run(Entry.PIPE)).record().times().ended();
      Await.until(() -> Instant.now().isAfter(ended.plusSeconds(2)));
      stage.mend();
      home.flush();
      String mail = stage.mails.messages.getFirst();
      String date = mail.lines().filter(line -> line.startsWith("Date: ")).findFirst().get();
      Instant dated =
          ZonedDateTime.parse(
                  date.substring(6).replaceAll(" \\(.*", ""),
                  DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT))
              .toInstant();
      assertThat(dated).isCloseTo(ended, within(1));
      String day = ended.atOffset(ZoneOffset.UTC).toLocalDate().toString();
      assertThat(mail).contains(day);
      TABLE.row("mail server down for a while", "flush", "Date and text say when it happened");
    }
  }

  private static org.assertj.core.data.TemporalUnitOffset within(int seconds) {
    return org.assertj.core.api.Assertions.within(seconds, ChronoUnit.SECONDS);
  }
}
