package heartbeat.fault;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.notify.FakeServer;
import heartbeat.notify.FakeServer.Behaviour;
import heartbeat.notify.TestTls;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ping servers that fail in every way: the job notices nothing, the run is on record, the ping
 * waits and is sent once when the server is well again.
 */
class PingServerIT {
  @RegisterExtension static final FaultTable TABLE = new FaultTable();

  private static final String OK = "HTTP/1.1 200 OK\r\n";

  @TempDir Path folder;

  /**
   * A fault.
   *
   * @param taken whether the server says OK all the same, so that nothing is left to do
   * @param said what heartbeat says of it
   */
  record Fault(String name, boolean taken, String said, Behaviour behaviour) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Fault> faults() {
    return Stream.of(
        new Fault("ping server: none (for comparison)", true, "", s -> answer(s, OK + "\r\n")),
        new Fault("ping server resets", false, "broke", PingServerIT::reset),
        new Fault("ping server accepts, never answers", false, "timed out", s -> stall()),
        new Fault("ping server stalls in the head", false, "timed out", s -> say(s, OK + "Con")),
        new Fault(
            "ping server stalls in the body",
            true,
            "",
            s -> say(s, OK + "Content-Length: 99\r\n\r\nO")),
        new Fault("ping server: head at 1 byte/s", false, "timed out", s -> trickle(s, OK)),
        new Fault(
            "ping server: body at 1 byte/s",
            true,
            "",
            s -> {
              head(s);
              FakeServer.say(s, OK + "Content-Length: 1000\r\n\r\n");
              trickle(s, "slow ");
            }),
        new Fault("ping server: body of 100 MB", true, "", s -> flood(s, OK + "\r\n")),
        new Fault("ping server: head of 100 MB", false, "", s -> flood(s, OK + "X-Long: ")),
        new Fault(
            "ping server redirects in a loop",
            false,
            "redirects more than 5 times",
            s -> answer(s, "HTTP/1.1 302 Found\r\nLocation: " + target(s) + "\r\n\r\n")),
        new Fault("ping server does not speak HTTP", false, "", s -> answer(s, "SSH-2.0-x\r\n")));
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void theJobNoticesNothingAndThePingComesOnce(Fault fault) throws Exception {
    try (PingServer server = new PingServer(fault.behaviour)) {
      Home home = new Home(folder).pings(server.url()).made();
      Map<Entry, Met> all = new Trial(home.shell).run();
      check(fault, home, server, all);
    }
  }

  @Test
  void aServerThatAsksForADaysPauseIsLeftAloneAlsoByFlush() throws Exception {
    String answer = "HTTP/1.1 503 Busy\r\nRetry-After: 86400\r\n\r\n";
    try (PingServer server = new PingServer(s -> answer(s, answer))) {
      Home home = new Home(folder).pings(server.url()).made();
      Map<Entry, Met> all = new Trial(home.shell).run();
      server.mend();
      assertThat(home.shell.run("$HB flush").status()).isEqualTo(75);
      for (Met met : all.values()) {
        assertThat(met.err()).contains("503", "it waits and heartbeat retries");
        assertThat(met.status()).isEqualTo(met.entry() == Entry.PIPE ? 75 : 0);
        assertThat(home.run(met.entry()).verdict()).isEqualTo("success");
        assertThat(home.waiting(met.entry())).hasSize(1);
        assertThat(server.taken(met.entry())).isEmpty();
        String outcome = "recorded, ping waits, said; left alone, for an hour at most";
        TABLE.row("ping server: 503, Retry-After a day", met, outcome);
      }
      home.isWhole();
    }
  }

  static Stream<Fault> certificates() {
    return Stream.of(
        new Fault("ping server: certificate unknown", false, "not trusted", PingServerIT::head),
        new Fault("ping server: certificate expired", false, "expired", PingServerIT::head));
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "{0}")
  @MethodSource("certificates")
  void aBadCertificateIsSaidAndThePingComesOnceItIsGood(Fault fault) throws Exception {
    String bad = fault.name.endsWith("expired") ? "expired" : "other";
    try (PingServer server = new PingServer(s -> fault.behaviour.meet(secured(s, bad)))) {
      Path ca = TestTls.pem(fault.name.endsWith("expired") ? "expired" : "localhost");
      Home home =
          new Home(folder)
              .pings("https://localhost:" + server.port())
              .pingOptions("timeout: 15s, ca-file: " + ca)
              .made();
      Map<Entry, Met> all = new Trial(home.shell).run();
      home.pingOptions("timeout: 15s, ca-file: " + TestTls.pem("localhost")).made();
      server.turn(s -> server.take(secured(s, "localhost")));
      checkWaiting(fault, home, server, all);
    }
  }

  private void check(Fault fault, Home home, PingServer server, Map<Entry, Met> all)
      throws IOException {
    if (!fault.taken) {
      server.mend();
      checkWaiting(fault, home, server, all);
      return;
    }
    for (Met met : all.values()) {
      assertThat(met.err()).isEmpty();
      assertThat(met.status()).isZero();
      assertThat(home.run(met.entry()).verdict()).isEqualTo("success");
      assertThat(home.waiting(met.entry())).isEmpty();
      TABLE.row(fault.name, met, "recorded, ping taken");
    }
    home.isWhole();
  }

  private void checkWaiting(Fault fault, Home home, PingServer server, Map<Entry, Met> all)
      throws IOException {
    for (Met met : all.values()) {
      assertThat(met.err()).contains(fault.said, "it waits and heartbeat retries");
      assertThat(met.status()).isEqualTo(met.entry() == Entry.PIPE ? 75 : 0);
      assertThat(home.run(met.entry()).verdict()).isEqualTo("success");
      assertThat(home.waiting(met.entry())).hasSize(1);
    }
    home.isWhole();
    home.flush();
    for (Met met : all.values()) {
      assertThat(server.taken(met.entry()))
          .singleElement()
          .asString()
          .contains("rid=" + home.run(met.entry()).run());
      TABLE.row(fault.name, met, "recorded, ping waits, said; sent once when mended");
    }
    home.isWhole();
  }

  private static void answer(Socket socket, String text) throws IOException {
    head(socket);
    FakeServer.say(socket, text);
  }

  /** Says this, and then no more. */
  private static void say(Socket socket, String text) throws IOException, InterruptedException {
    answer(socket, text);
    stall();
  }

  private static void stall() throws InterruptedException {
    Thread.sleep(100_000);
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
  }

  private static void trickle(Socket socket, String text) throws IOException, InterruptedException {
    for (int i = 0; ; i++) {
      FakeServer.say(socket, text.substring(i % text.length(), i % text.length() + 1));
      Thread.sleep(1_000);
    }
  }

  private static void flood(Socket socket, String head) throws IOException {
    answer(socket, head);
    byte[] much = "x".repeat(1 << 20).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    for (int i = 0; i < 100; i++) {
      socket.getOutputStream().write(much);
    }
  }

  private static String target(Socket socket) {
    return "http://localhost:" + socket.getLocalPort() + "/again";
  }

  /** Reads a request, up to the empty line. */
  private static void head(Socket socket) throws IOException {
    int newlines = 0;
    while (newlines < 2) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        return;
      }
      newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
    }
  }

  private static Socket secured(Socket socket, String name) throws IOException {
    var secured =
        (SSLSocket)
            TestTls.server(name)
                .getSocketFactory()
                .createSocket(socket, "localhost", socket.getPort(), true);
    secured.setUseClientMode(false);
    return secured;
  }
}
