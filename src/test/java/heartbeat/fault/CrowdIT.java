package heartbeat.fault;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.it.Shell;
import heartbeat.journal.RunEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Many processes at once, at one job and at one outbox. */
class CrowdIT {
  @RegisterExtension static final FaultTable TABLE = new FaultTable();

  /**
   * A Java runtime needs most of a second of CPU: many more at once on few cores meet the times
   * that a run allows itself, such as ten seconds for its config, and that is another promise.
   */
  private static final int CROWD = Shell.isNative() ? 200 : 30;

  @TempDir Path folder;

  @Test
  void aCrowdOfRunsOfOneJobAtOnceIsAllRecordedAndToldOf() throws Exception {
    try (PingServer pings = PingServer.well()) {
      Home home = new Home(folder).pings(pings.url()).pingOptions("start: false").made();
      // Each has its output at hand before the first is started, and is judged by itself.
      var result =
          home.shell.run(
              "for i in $(seq "
                  + CROWD
                  + "); do { echo run $i; echo $? > ended.$i; } | $HB by-pipe 2>> said & done; wait",
              Duration.ofMinutes(15));
      assertThat(result.status()).isZero();
      assertThat(home.shell.read("said")).doesNotContain("another process holds its lock");
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files.filter(f -> f.getFileName().toString().startsWith("ended.")))
            .hasSize(CROWD);
      }
      List<RunEntry> runs = home.runs(Entry.PIPE);
      assertThat(runs).hasSize(CROWD).hasOnlyElementsOfType(RunEntry.Ended.class);
      home.flush();
      List<String> expected = new ArrayList<>();
      runs.forEach(run -> expected.add("/" + Entry.PIPE.uuid + "/fail?rid=" + run.run()));
      // A starved server may answer when the sender has given up: then that ping is sent once more.
      assertThat(Set.copyOf(pings.taken(Entry.PIPE))).isEqualTo(Set.copyOf(expected));
      home.isWhole();
      TABLE.row(CROWD + " runs at once", "pipe", "all recorded, each failure sent");
    }
  }

  @Test
  void severalFlushesAtOnceSendEachItemOnceAndInOrder() throws Exception {
    try (Stage stage = new Stage(folder).broken()) {
      Home home = stage.home;
      for (int i = 0; i < 5; i++) {
        assertThat(home.shell.run("echo no | $HB by-pipe --no-ping-start").status()).isEqualTo(1);
      }
      List<String> runs = new ArrayList<>();
      home.runs(Entry.PIPE).reversed().forEach(run -> runs.add(run.run().toString()));
      stage.mend();
      stage.pings.turn(
          socket -> {
            Thread.sleep(400);
            stage.pings.take(socket);
          });
      home.shell.run(
          "for i in 1 2 3; do $HB flush & done; echo no | $HB by-pipe --no-ping-start; wait; $HB flush");
      runs.add(home.runs(Entry.PIPE).getFirst().run().toString());
      assertThat(stage.pings.taken(Entry.PIPE))
          .containsExactlyElementsOf(
              runs.stream().map(run -> "/" + Entry.PIPE.uuid + "/fail?rid=" + run).toList());
      assertThat(stage.mails.messages).hasSize(runs.size());
      for (int i = 0; i < runs.size(); i++) {
        assertThat(stage.mails.messages.get(i)).contains("X-Heartbeat-Run: " + runs.get(i));
      }
      assertThat(home.waiting(Entry.PIPE)).isEmpty();
      TABLE.row("3 x flush and a run at once, slow servers", "pipe", "each sent once, in order");
    }
  }
}
