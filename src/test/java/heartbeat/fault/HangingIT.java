package heartbeat.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heartbeat.Await;
import heartbeat.it.Shell;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A name service that hangs, and one that is not there: for ping and mail server alike. The run
 * sees a {@code resolv.conf} of its own, in a mount namespace, where this machine allows that.
 */
class HangingIT {
  @RegisterExtension static final FaultTable TABLE = new FaultTable();

  @TempDir Path folder;

  @AfterEach
  void unmount() {
    new Shell(folder).run("umount -l state 2> /dev/null");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aNameServiceThatHangsHoldsUpNothing() throws Exception {
    String address = "127.0.53.1";
    try (DatagramSocket mute = listening(address)) {
      assertThat(mute.isBound()).isTrue();
      check("DNS hangs", address, "did not answer|timed out|took too long|DNS");
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aNameServiceThatIsNotThereIsSaid() throws Exception {
    check("DNS fails", "127.0.53.2", "DNS");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aDiskThatHangsFromTheStartHoldsUpNothing() throws Exception {
    try (Stage stage = new Stage(folder)) {
      Home home = stage.home;
      Files.createDirectory(home.state());
      String disk = "truncate -s 16M disk && mkfs.ext4 -q disk && mount -o loop disk state";
      assumeTrue(
          home.shell.run(disk + " && fsfreeze -f state").status() == 0,
          "no disk can be mounted here");
      Thread thaw = Thread.ofPlatform().start(() -> thaw(home, "did not answer"));
      Map<Entry, Met> all = new Trial(home.shell).failing().run();
      thaw.join();
      for (Met met : all.values()) {
        assertThat(met.err()).contains("the state directory did not answer");
        assertThat(met.status()).isEqualTo(met.entry() == Entry.PIPE ? 78 : 7);
        stage.assertTold(met);
        TABLE.row("state disk hangs from the start", met, "said, ping and mail sent");
      }
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aDiskThatHangsHoldsUpNothing() throws Exception {
    try (Stage stage = new Stage(folder)) {
      Home home = stage.home;
      Files.createDirectory(home.state());
      String disk = "truncate -s 16M disk && mkfs.ext4 -q disk && mount -o loop disk state";
      assumeTrue(home.shell.run(disk).status() == 0, "no disk can be mounted here");
      Thread thaw = Thread.ofPlatform().start(() -> thaw(home, "does not answer"));
      Map<Entry, Met> all = new Trial(home.shell).failing().halfway("fsfreeze -f state").run();
      thaw.join();
      for (Met met : all.values()) {
        assertThat(met.err()).contains("the state directory does not answer");
        assertThat(met.status()).isEqualTo(met.entry() == Entry.PIPE ? 78 : 7);
        stage.assertTold(met);
        TABLE.row("state disk hangs in the middle", met, "said, ping and mail sent");
      }
    }
  }

  /** When both runs have said that their disk hangs. */
  private static void thaw(Home home, String said) {
    try {
      for (Entry entry : Entry.values()) {
        Path err = home.shell.home.resolve("err." + entry.job);
        Await.until(() -> Files.exists(err) && Files.readString(err).contains(said));
      }
    } finally {
      home.shell.run("fsfreeze -u state");
    }
  }

  private void check(String fault, String address, String said) throws Exception {
    Home home = new Home(folder).pings("http://hc.example.org").mailsVia("mail.example.org").made();
    home.shell.write("resolv.conf", "nameserver " + address + "\noptions timeout:20 attempts:1\n");
    String namespace =
        "unshare -m sh -c 'mount --bind resolv.conf /etc/resolv.conf && exec \"$@\"' sh";
    assumeTrue(
        home.shell.run(namespace + " true").status() == 0, "no mount namespace can be made here");
    Map<Entry, Met> all = new Trial(home.shell).failing().around(namespace).run();
    for (Met met : all.values()) {
      assertThat(met.err()).containsPattern("failure ping not delivered: .*(" + said + ")");
      assertThat(met.err()).containsPattern("mail .* not delivered: .*(" + said + ")");
      assertThat(met.err()).contains("FAILURE");
      assertThat(met.status()).isEqualTo(met.entry() == Entry.PIPE ? 1 : 7);
      assertThat(home.run(met.entry()).verdict()).isEqualTo("failure");
      assertThat(home.waiting(met.entry())).hasSize(2);
      TABLE.row(fault, met, "recorded, ping and mail wait, said");
    }
    home.isWhole();
  }

  private static DatagramSocket listening(String address) throws IOException {
    try {
      return new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), 53));
    } catch (SocketException notAllowed) {
      assumeTrue(false, "port 53 can't be listened on here");
      throw notAllowed;
    }
  }
}
