package heartbeat.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OomKillsTest {
  @TempDir Path dir;

  @Test
  void aKillOnTheMachineCounts() throws IOException {
    vmstat(3);
    OomKills kills = kills();
    OomKills.Count before = kills.count();
    vmstat(5);
    assertThat(kills.since(before)).isEqualTo(2);
  }

  @Test
  void aKillInOurOwnGroupOfVersion2Counts() throws IOException {
    write("self", "0::/system.slice/cron.service\n");
    write("cgroup/system.slice/cron.service/memory.events", "low 0\noom 9\noom_kill 1\n");
    OomKills kills = kills();
    OomKills.Count before = kills.count();
    write("cgroup/system.slice/cron.service/memory.events", "low 0\noom 9\noom_kill 2\n");
    assertThat(kills.since(before)).isEqualTo(1);
  }

  @Test
  void aKillInOurOwnGroupOfVersion1Counts() throws IOException {
    write("self", "5:cpu,cpuacct:/x\n4:memory:/job\n0::/\n");
    write("cgroup/memory/job/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n");
    OomKills kills = kills();
    OomKills.Count before = kills.count();
    write("cgroup/memory/job/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 4\n");
    assertThat(kills.since(before)).isEqualTo(4);
  }

  @Test
  void inAContainerTheGroupIsTheRootOfWhatIsMounted() throws IOException {
    write("self", "0::/docker/abc\n");
    write("cgroup/memory.events", "oom_kill 7\n");
    assertThat(kills().count().group()).isEqualTo(7);
  }

  @Test
  void withoutAnyCounterItCantBeTold() {
    assertThat(kills().since(kills().count())).isEqualTo(-1);
  }

  @Test
  void oneCounterIsEnough() throws IOException {
    vmstat(3);
    assertThat(kills().since(kills().count())).isZero();
  }

  private OomKills kills() {
    return new OomKills(dir.resolve("vmstat"), dir.resolve("self"), dir.resolve("cgroup"));
  }

  private void vmstat(int kills) throws IOException {
    write("vmstat", "nr_free_pages 1\noom_kill " + kills + "\nnuma_hit 0\n");
  }

  private void write(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
