package heartbeat.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.notify.FakeSmtp;
import heartbeat.notify.OutboxItem;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * To take the secrets out of a log and to pack it takes time: the record comes before, and the
 * ping, which says who has the mail, waits for it no longer than a part of its time.
 */
class MailComposedLastIT {
  @RegisterExtension static final FaultTable TABLE = new FaultTable();

  /** A megabyte of lines, each of which is redacted. */
  private static final String FAILS =
      "seq 20000 | sed 's/^/password=hunter2 and more of that line, number /' | $HB by-pipe";

  @TempDir Path folder;

  @Test
  void aRunIsOnRecordAndItsPingIsSentBeforeItsLogIsPacked() throws Exception {
    try (PingServer pings = PingServer.well();
        FakeSmtp mails = new FakeSmtp()) {
      Home home =
          new Home(folder)
              .pings(pings.url())
              .pingOptions("start: false")
              .mails(mails.port(), "")
              .made();
      List<String> seen = new CopyOnWriteArrayList<>();
      pings.turn(socket -> look(home, pings, socket, seen));

      home.shell.run(FAILS);

      assertThat(seen).containsExactly("recorded failure", "the mail has no log yet");
      assertThat(mails.messages)
          .singleElement()
          .asString()
          .contains(".log.gz")
          .doesNotContain("hunter2");
      assertThat(home.waiting(Entry.PIPE)).isEmpty();
      home.isWhole();
      TABLE.row("a large log to redact", "pipe", "recorded before it is packed");
    }
  }

  private static void look(Home home, PingServer pings, Socket socket, List<String> seen)
      throws IOException {
    seen.add("recorded " + home.run(Entry.PIPE).verdict());
    for (OutboxItem item : home.waiting(Entry.PIPE)) {
      if (item instanceof OutboxItem.Mail mail) {
        boolean log = Files.readString(mail.eml(), ISO_8859_1).contains(".log.gz");
        seen.add(log ? "the mail has its log" : "the mail has no log yet");
      }
    }
    pings.take(socket);
  }

  @Test
  void aMailThatCantBeSentNowWaitsWithItsLog() throws Exception {
    try (FakeSmtp mails = new FakeSmtp()) {
      mails.when("CONNECT", FakeSmtp.DROP);
      Home home = new Home(folder).mails(mails.port(), "").made();
      home.shell.run(FAILS);
      assertThat(home.waiting(Entry.PIPE))
          .singleElement()
          .satisfies(
              item ->
                  assertThat(Files.readString(((OutboxItem.Mail) item).eml(), ISO_8859_1))
                      .contains(".log.gz"));
      mails.when("CONNECT", "220 well");
      home.flush();
      assertThat(mails.messages).singleElement().asString().contains(".log.gz");
    }
  }
}
