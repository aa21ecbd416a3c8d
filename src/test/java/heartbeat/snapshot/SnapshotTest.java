package heartbeat.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class SnapshotTest {
  @Test
  void thisMachineHasLoadMemoryDisksAndProcesses() {
    Duration patience = Duration.ofMinutes(1);
    assertThat(Snapshot.take(Path.of("/proc"), patience, patience))
        .contains("(1, 5 and 15 minutes)", " available; swap: ", "% of ", "COMMAND");
  }

  @Test
  void withoutTimeNothingIsWaitedFor() {
    assertThat(Snapshot.take(Path.of("/nowhere"), Duration.ofSeconds(2), Duration.ZERO))
        .contains("load          not known", "df did not answer in time", "ps did not");
  }

  @Test
  void aCommandThatHangsIsEndedInTime() {
    long before = System.nanoTime();
    assertThat(ask("exec sleep 60", 200)).isEqualTo(new CommandAnswer.Late());
    assertThat(ask("exec >&-; exec sleep 60", 200)).isEqualTo(new CommandAnswer.Late());
    assertThat(System.nanoTime() - before).isLessThan(Duration.ofSeconds(50).toNanos());
  }

  @Test
  void aCommandThatIsNotThereOrHasNothingToTellIsAbsent() {
    assertThat(TimedCommand.ask(List.of("no-such-command"), Duration.ofMinutes(1)))
        .isEqualTo(new CommandAnswer.Absent());
    assertThat(ask("echo no >&2; exit 1", 60_000)).isEqualTo(new CommandAnswer.Absent());
    assertThat(ask("echo some; exit 1", 60_000)).isEqualTo(new CommandAnswer.Text("some\n"));
  }

  @Test
  void aCommandThatPrintsWithoutEndIsCutAndEnded() {
    assertThat(ask("head -c 3000000 /dev/zero", 60_000))
        .isInstanceOfSatisfying(
            CommandAnswer.Text.class, text -> assertThat(text.text()).hasSize(1 << 20));
  }

  private static CommandAnswer ask(String script, long millis) {
    return TimedCommand.ask(List.of("sh", "-c", script), Duration.ofMillis(millis));
  }
}
