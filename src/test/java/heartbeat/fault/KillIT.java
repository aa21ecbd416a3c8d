package heartbeat.fault;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.FreePort;
import heartbeat.journal.RunEntry;
import heartbeat.model.RunId;
import heartbeat.notify.FakeSmtp;
import heartbeat.notify.OutboxItem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code kill -9} of heartbeat at any instant of a run whose ping and mail servers are dead. */
class KillIT {
  @RegisterExtension static final FaultTable TABLE = new FaultTable();

  private static final int KILLS = 50;

  @TempDir Path folder;

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @EnumSource(Entry.class)
  void whatIsOnRecordIsToldOfOnce(Entry entry) throws Exception {
    int pingPort = FreePort.find();
    int mailPort = FreePort.find();
    Home home =
        new Home(folder)
            .pings("http://localhost:" + pingPort)
            .pingOptions("start: false")
            .mails(mailPort, "")
            .made();
    long whole = timeOf(home, entry);
    Random random = new Random(20261120);
    int killed = 0;
    for (int i = 0; i < KILLS; i++) {
      // One in each of fifty slices of the time that a run takes, and a little beyond.
      long nanos = (long) (whole * 1.1 * (i + random.nextDouble()) / KILLS);
      killed += kill(home, entry, nanos) ? 1 : 0;
    }

    List<RunEntry> runs = home.runs(entry);
    List<RunId> recorded = ended(runs);
    checkWaiting(home, entry, recorded);
    for (RunEntry run : runs) {
      checkLog(home, entry, run);
    }
    assertThat(killed).isGreaterThan(KILLS / 2);
    assertThat(recorded).hasSizeGreaterThan(5);
    assertThat(runs.size()).as("some were killed while they ran").isGreaterThan(recorded.size());

    try (PingServer pings = PingServer.wellOn(pingPort);
        FakeSmtp mails = FakeSmtp.on(mailPort)) {
      home.flush();
      checkTold(entry, recorded, pings, mails);
    }
    TABLE.row(
        "kill -9 at " + KILLS + " instants, servers dead",
        entry.name().toLowerCase(java.util.Locale.ROOT),
        runs.size() + " runs, " + recorded.size() + " recorded: each told of once after flush");
  }

  private static Process start(Home home, Entry entry) throws IOException {
    String line =
        switch (entry) {
          case PIPE -> "exec $HB by-pipe";
          case EXEC -> "exec $HB exec by-exec -- sh -c 'cat; exit 7'";
        };
    Process process = home.shell.start(line);
    try (OutputStream out = process.getOutputStream()) {
      out.write("first line\nlast line\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException killedAlready) {
      assertThat(process.isAlive()).isFalse();
    }
    return process;
  }

  /**
   * Nanoseconds that a run takes which is left alone. The first one retries the dead servers for
   * seconds; those after it know that something waits, and leave it to the outbox.
   */
  private static long timeOf(Home home, Entry entry) throws Exception {
    long most = 0;
    for (int i = 0; i < 4; i++) {
      long begun = System.nanoTime();
      assertThat(start(home, entry).waitFor()).isEqualTo(entry == Entry.PIPE ? 1 : 7);
      most = i == 0 ? 0 : Math.max(most, System.nanoTime() - begun);
    }
    return most;
  }

  /** Kills a run so long after its start; false when it ended before. */
  private static boolean kill(Home home, Entry entry, long nanos) throws Exception {
    Process process = start(home, entry);
    boolean ended = process.waitFor(nanos, TimeUnit.NANOSECONDS);
    process.destroyForcibly().waitFor();
    return !ended;
  }

  private static List<RunId> ended(List<RunEntry> runs) {
    List<RunId> ended = new ArrayList<>();
    for (RunEntry run : runs) {
      if (run instanceof RunEntry.Ended) {
        ended.add(run.run());
      }
    }
    return ended;
  }

  /** Of each run on record, ping and mail wait, both once; of others no more than that. */
  private static void checkWaiting(Home home, Entry entry, List<RunId> recorded)
      throws IOException {
    Map<RunId, List<String>> kinds = new HashMap<>();
    for (OutboxItem item : home.waiting(entry)) {
      String kind = item instanceof OutboxItem.Ping ? "ping" : "mail";
      kinds.computeIfAbsent(item.run(), run -> new ArrayList<>()).add(kind);
    }
    for (RunId run : recorded) {
      assertThat(kinds.get(run)).as("of " + run).containsExactlyInAnyOrder("ping", "mail");
    }
    assertThat(kinds.values()).allSatisfy(list -> assertThat(list).doesNotHaveDuplicates());
    Path outbox = home.state().resolve("outbox").resolve(entry.job);
    assertThat(outbox.resolve("bad")).doesNotExist();
    try (var files = Files.list(outbox)) {
      assertThat(files.filter(file -> file.toString().endsWith(".json")).count())
          .as("all of them can be read")
          .isEqualTo(home.waiting(entry).size());
    }
  }

  /** What was read is kept, and nothing that was not. */
  private static void checkLog(Home home, Entry entry, RunEntry run) throws IOException {
    String log = home.log(entry, run.run());
    assertThat("first line\nlast line\n").startsWith(log);
    if (run instanceof RunEntry.Ended) {
      assertThat(log).endsWith("last line\n");
    }
  }

  private static void checkTold(
      Entry entry, List<RunId> recorded, PingServer pings, FakeSmtp mails) {
    assertThat(pings.taken(entry)).doesNotHaveDuplicates();
    List<String> bodies = mails.taken.stream().map(FakeSmtp.Taken::message).toList();
    for (RunId run : recorded) {
      assertThat(pings.taken(entry)).filteredOn(ping -> ping.contains("rid=" + run)).hasSize(1);
      assertThat(bodies).filteredOn(mail -> mail.contains("X-Heartbeat-Run: " + run)).hasSize(1);
    }
  }
}
