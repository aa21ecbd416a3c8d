package heartbeat.fault;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.Await;
import heartbeat.it.Shell;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is said, and to whom, when a run or one of its recipients makes way. */
class WordIT {
  @RegisterExtension static final FaultTable TABLE = new FaultTable();

  @TempDir Path folder;

  @Test
  void aRunThatMakesWayBeginsNothingThatASwitchWouldWaitFor() throws Exception {
    try (PingServer pings = PingServer.well()) {
      Home home = new Home(folder).pings(pings.url()).made();
      home.shell.run("echo 'not today' | $HB by-pipe --skip-marker 'not today'");
      assertThat(pings.starts(Entry.PIPE)).isZero();
      assertThat(pings.taken(Entry.PIPE))
          .singleElement()
          .asString()
          .contains("/log?")
          .endsWith("&skipped=1");

      Process first =
          home.shell.start("$HB exec by-exec --lock skip -- sh -c 'echo on > began; sleep 60'");
      try {
        Await.until(() -> home.shell.home.resolve("began").toFile().exists());
        int before = pings.starts(Entry.EXEC);
        home.shell.run("$HB exec by-exec --lock skip -- true > second 2>&1");
        // The first may have told its own start meanwhile, the second has none to tell.
        assertThat(pings.starts(Entry.EXEC)).isBetween(before, 1);
        assertThat(pings.taken(Entry.EXEC)).singleElement().asString().endsWith("&skipped=1");
      } finally {
        first.descendants().forEach(ProcessHandle::destroyForcibly);
        first.destroyForcibly();
      }
    }
    TABLE.row("a run that makes way", "both", "no start ping, one log ping that ends it");
  }

  @Test
  void aRecipientWhomSendmailRejectsDoesNotLoseTheMailForTheOthers() throws Exception {
    Home home = new Home(folder).made();
    Path sendmail =
        home.shell.write(
            "sendmail",
            "#!/bin/sh\nfor to; do :; done\n"
                + "[ \"$to\" != b@example.org ] || { echo \"$to: unknown\" >&2; exit 65; }\n"
                + "cat > \"$HOME/to.$to\"\n");
    assertThat(sendmail.toFile().setExecutable(true)).isTrue();
    Shell.Result result =
        home.shell.run(
            "echo no | $HB by-pipe --sendmail $HOME/sendmail"
                + " --mail-to a@example.org --mail-to b@example.org --mail-to c@example.org");
    for (String to : List.of("a", "c")) {
      assertThat(home.shell.read("to." + to + "@example.org")).contains("Subject: FAILURE");
    }
    assertThat(result.err()).contains("b@example.org");
    assertThat(home.waiting(Entry.PIPE)).isEmpty();
    TABLE.row("sendmail rejects one of three recipients", "pipe", "the others get it, he is named");
  }
}
