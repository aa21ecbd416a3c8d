package heartbeat.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heartbeat.it.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** State directories that are full, fill up, vanish, or are not there. */
class StateIT {
  @RegisterExtension static final FaultTable TABLE = new FaultTable();

  /** Leaves nothing writable but the folder in which the test notes what it sees. */
  private static final String READ_ONLY =
      """
      here=$PWD
      mount --bind "$here" "$here" || exit 1
      mount -t tmpfs -o ro tmpfs /dev/shm || exit 1
      mount -o remount,bind,ro / || exit 1
      cd "$here" && ! touch /tmp/x /var/tmp/x /root/x 2> /dev/null && exec "$@"
      """;

  @TempDir Path folder;

  private void mount(Home home, String options) throws Exception {
    Files.createDirectory(home.state());
    assumeTrue(
        home.shell.run("mount -t tmpfs -o " + options + " tmpfs state").status() == 0,
        "no tmpfs can be mounted here");
  }

  @AfterEach
  void unmount() {
    new Shell(folder).run("umount -l state 2> /dev/null");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aDiskThatIsFullFromTheStartIsSaidAndTheAlertGoesOut() throws Exception {
    try (Stage stage = new Stage(folder)) {
      Home home = stage.home;
      mount(home, "size=64k");
      home.shell.run("cat /dev/zero > state/filler");
      for (Met met : new Trial(home.shell).failing().run().values()) {
        assertThat(met.err()).contains("No space left", "--state-dir");
        assertThat(met.status()).isEqualTo(met.entry() == Entry.PIPE ? 78 : 7);
        stage.assertTold(met);
        TABLE.row("state disk full from the start", met, "said, ping and mail sent");
      }
      assertThat(home.state()).isDirectoryContaining("glob:**/filler");
      home.isWhole();
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aDiskThatFillsUpInTheMiddleOfTheLogIsSaidAndTheAlertGoesOut() throws Exception {
    try (Stage stage = new Stage(folder)) {
      Home home = stage.home;
      mount(home, "size=256k");
      Map<Entry, Met> all =
          new Trial(home.shell).failing().halfway("cat /dev/zero > state/filler").run();
      for (Met met : all.values()) {
        assertThat(met.err()).contains("No space left");
        assertThat(met.status()).isEqualTo(met.entry() == Entry.PIPE ? 78 : 7);
        stage.assertTold(met);
        TABLE.row("state disk full in the middle of the log", met, "said, ping and mail sent");
      }
      home.isWhole();
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aFullDiskAndDeadServersLeaveTheVerdictOnStandardError() throws Exception {
    Home home = new Home(folder).pings("http://localhost:1").mails(1, "").made();
    mount(home, "size=256k");
    Map<Entry, Met> all =
        new Trial(home.shell).failing().halfway("cat /dev/zero > state/filler").run();
    for (Met met : all.values()) {
      assertThat(met.err()).contains("FAILURE", "No space left");
      assertThat(met.err()).containsPattern("ping not delivered.*Connection refused");
      assertThat(met.err()).containsPattern("mail.* not delivered.*Connection refused");
      assertThat(met.status()).isEqualTo(met.entry() == Entry.PIPE ? 78 : 7);
      TABLE.row("state disk full, both servers dead", met, "all said on standard error");
    }
    home.isWhole();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aDiskThatTheLogItselfFillsKeepsTheRecordAndWhatIsToBeSent() throws Exception {
    Home home = new Home(folder).pings("http://localhost:1").mails(1, "").made();
    mount(home, "size=600k");
    for (Met met : new Trial(home.shell).failing().writing(2_000_000).run().values()) {
      assertThat(met.err()).contains("FAILURE", "No space left", "it waits and heartbeat retries");
      assertThat(met.status()).isEqualTo(met.entry() == Entry.PIPE ? 1 : 7);
      assertThat(home.run(met.entry()).verdict()).isEqualTo("failure");
      assertThat(home.waiting(met.entry())).hasSize(2);
      assertThat(home.log(met.entry())).startsWith("line 0\n");
      TABLE.row(
          "state disk filled by the log, both servers dead", met, "recorded, both wait, said");
    }
    home.isWhole();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aStateDirectoryThatVanishesIsMadeAnewAndTheRunRecorded() throws Exception {
    try (Stage stage = new Stage(folder)) {
      Home home = stage.home;
      for (Met met : new Trial(home.shell).failing().halfway("rm -rf state/*").run().values()) {
        assertThat(met.err()).contains("removed while the job ran");
        assertThat(met.status()).isEqualTo(met.entry() == Entry.PIPE ? 1 : 7);
        assertThat(home.run(met.entry()).verdict()).isEqualTo("failure");
        stage.assertTold(met);
        TABLE.row("state directory vanishes", met, "recorded, said, ping and mail sent");
      }
      home.isWhole();
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aStateDirectoryThatVanishesForGoodIsSaidAndTheAlertGoesOut() throws Exception {
    try (Stage stage = new Stage(folder)) {
      Home home = stage.home;
      String gone = "rm -rf state; touch state";
      for (Met met : new Trial(home.shell).failing().halfway(gone).run().values()) {
        assertThat(met.err()).contains("a file is in its place");
        assertThat(met.status()).isEqualTo(met.entry() == Entry.PIPE ? 78 : 7);
        stage.assertTold(met);
        TABLE.row("state directory vanishes for good", met, "said, ping and mail sent");
      }
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void noStateDirectoryAndNoTemporaryFolderIsSaidAndTheAlertGoesOut() throws Exception {
    try (Stage stage = new Stage(folder)) {
      Home home = stage.home;
      home.shell.environment.put("HOME", "/root");
      Files.writeString(home.state(), "a file where the folder should be");
      Files.writeString(folder.resolve("readonly.sh"), READ_ONLY);
      assumeTrue(
          home.shell.run("unshare -m sh readonly.sh true").status() == 0,
          "no mount namespace can be made here");
      Map<Entry, Met> all =
          new Trial(home.shell).failing().around("unshare -m sh readonly.sh").run();
      for (Met met : all.values()) {
        assertThat(met.err()).contains("is not a directory", "--state-dir");
        assertThat(met.status()).isEqualTo(met.entry() == Entry.PIPE ? 78 : 7);
        stage.assertTold(met);
        TABLE.row("no state directory, nothing writable", met, "said, ping and mail sent");
      }
    }
  }
}
