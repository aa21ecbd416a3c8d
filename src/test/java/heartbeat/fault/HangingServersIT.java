package heartbeat.fault;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.Await;
import heartbeat.it.Shell;
import heartbeat.notify.FakeSmtp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What servers that hang or are down cost a healthy job: nothing, one line, and no ping lost. */
class HangingServersIT {
  @RegisterExtension static final FaultTable TABLE = new FaultTable();

  /** From the command's end to that of heartbeat, by the contract. */
  private static final long LONGEST_MILLIS = 15_000;

  @TempDir Path folder;

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void theWrapperEndsInTimeAlsoWhenPingAndMailServerHang() throws Exception {
    try (Stage stage = new Stage(folder, "timeout: 60s");
        Busyness machine = new Busyness()) {
      stage.broken(socket -> Thread.sleep(Duration.ofMinutes(2)), FakeSmtp.STALL);
      Home home = stage.home;
      String job = "sh -c 'date +%s%3N > ended; exit 7'";
      Shell.Result result = home.shell.run("$HB exec by-exec -- " + job + "; date +%s%3N > over");
      assertThat(result.err()).contains("timed out", "it waits and heartbeat retries");
      assertThat(millis("over") - millis("ended"))
          .isLessThan(LONGEST_MILLIS + Trial.noise(machine));
      assertThat(home.run(Entry.EXEC).verdict()).isEqualTo("failure");
      assertThat(home.waiting(Entry.EXEC)).hasSize(2);
      TABLE.row("ping and mail server hang", "exec", "ends within 15 s, both wait, said");
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aPingServerThatIsDownIsSaidOnceInACooldown() throws Exception {
    Home home = new Home(folder).pings("http://localhost:1").made();
    String run = "echo Cron run completed correctly | $HB by-pipe";
    Shell.Result first = home.shell.run(run);
    assertThat(first.err()).contains("success ping not delivered");
    assertThat(first.status()).isEqualTo(75);
    for (int i = 0; i < 2; i++) {
      Shell.Result later = home.shell.run(run);
      assertThat(later.err()).isEmpty();
      assertThat(later.status()).isEqualTo(75);
    }
    assertThat(home.shell.run(run + " --mail-cooldown 0s").err()).contains("not delivered");
    assertThat(home.shell.run("sleep 2; " + run + " --outbox-keep 1s --ping-retries 5").err())
        .contains("given up");
    TABLE.row(
        "ping server down for several runs", "pipe", "said once in a cooldown, then given up");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void whatCouldNotBeDeliveredIsRetriedWithinMinutesWithoutATimer() throws Exception {
    try (PingServer pings = new PingServer(socket -> {})) {
      Home home = new Home(folder).pings(pings.url()).pingOptions("start: false").made();
      home.shell.run("echo Cron run completed correctly | $HB by-pipe");
      assertThat(home.waiting(Entry.PIPE)).hasSize(1);
      pings.turn(pings::take);
      Await.until(() -> !pings.taken(Entry.PIPE).isEmpty());
      assertThat(pings.taken(Entry.PIPE)).hasSize(1);
      TABLE.row("ping server down at the run's end, no timer", "pipe", "sent once within minutes");
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aMailServerThatHangsDoesNotHoldUpTheFailurePing() throws Exception {
    try (Stage stage = new Stage(folder, "start: false")) {
      // The first run leaves a mail behind: it must not hold up the ping of the second either.
      for (int run = 0; run < 2; run++) {
        int before = stage.mails.connections.get();
        AtomicInteger atThePing = new AtomicInteger(-1);
        stage.broken(
            socket -> {
              atThePing.set(stage.mails.connections.get());
              stage.pings.take(socket);
            },
            FakeSmtp.STALL);
        stage.home.shell.run("echo no | $HB by-pipe");
        assertThat(atThePing).as("connections for mail before the ping").hasValue(before);
      }
      assertThat(stage.pings.taken(Entry.PIPE)).hasSize(2).allMatch(url -> url.contains("/fail"));
      assertThat(stage.home.waiting(Entry.PIPE)).as("the mails").hasSize(2);
      TABLE.row("mail server hangs", "pipe", "the failure ping goes first, both mails wait");
    }
  }

  private long millis(String file) throws Exception {
    return Long.parseLong(Files.readString(folder.resolve(file)).strip());
  }
}
