package heartbeat.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.server.Fixtures;
import heartbeat.server.StoreKind;
import heartbeat.server.SwitchServer;
import heartbeat.server.alert.Routes;
import heartbeat.server.page.Browsed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients can do wrong, by mistake or on purpose, on a raw socket. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class LimitsTest {
  private static final String PING = "/ping/" + Fixtures.UUID_1;

  @Parameter StoreKind kind;
  @TempDir static Path folder;
  private static SwitchServer server;

  /** One that soon loses its patience: a busy machine may starve a good client for that long. */
  private static SwitchServer hasty;

  @BeforeParameterizedClassInvocation
  static void start(StoreKind kind) {
    server = start(kind, "switch.db", 60);
    hasty = start(kind, "hasty.db", 1);
  }

  private static SwitchServer start(StoreKind kind, String database, int seconds) {
    Duration idle = Duration.ofSeconds(seconds);
    Duration whole = idle.multipliedBy(2);
    return SwitchServer.start(
        Fixtures.settings(
            kind.database(folder.resolve(database)),
            List.of(Fixtures.check("job", Fixtures.UUID_1)),
            Routes.NOWHERE),
        Clock.systemUTC(),
        "test",
        Map.of(),
        new HttpServer.Limits(idle, whole, whole));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
    hasty.close();
  }

  @Test
  void aClientOfHttp10IsAnswered() throws IOException {
    assertThat(say("GET " + PING + " HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200").endsWith("OK");
  }

  @Test
  void garbageIsRefused() throws IOException {
    assertThat(say("\u0000\u0001\u0002garbage\r\n\r\n")).contains(" 400 ");
    assertThat(say("GET " + PING + " HTTP/9.9\r\n\r\n")).contains(" 505 ");
    assertThat(say("GET /ping/%zz HTTP/1.0\r\n\r\n")).contains(" 400 ");
  }

  @Test
  void aHeadOrUrlThatIsTooLargeIsRefused() throws IOException {
    String large = "x".repeat(20_000);
    assertThat(say("GET " + PING + " HTTP/1.0\r\nX: " + large + "\r\n\r\n")).contains(" 431 ");
    assertThat(say("GET /" + large + " HTTP/1.0\r\n\r\n")).contains(" 414 ");
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws IOException {
    assertThat(say("POST " + PING + " HTTP/1.0\r\nContent-Length: 99999999999\r\n\r\nx"))
        .contains(" 413 ");
  }

  @Test
  void aBodyLargerThanWhatIsKeptIsTaken() throws IOException {
    String body = "x".repeat(500_000);
    String head = "POST " + PING + " HTTP/1.0\r\nContent-Length: 500000\r\n\r\n";
    assertThat(say(head + body)).contains(" 200 ");
  }

  @Test
  void aSlowBodyIsTimedOutAndNotAPing() throws IOException {
    long before = Browsed.pings(hasty, Fixtures.UUID_1);
    String slow = "POST " + PING + " HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nslow";
    assertThat(say(hasty, slow)).contains(" 408 ");
    assertThat(Browsed.pings(hasty, Fixtures.UUID_1)).isEqualTo(before);
  }

  @Test
  void aBodyThatDripsIsTimedOutAndNotAPing() throws Exception {
    long before = Browsed.pings(hasty, Fixtures.UUID_1);
    try (Socket socket = connect(hasty)) {
      OutputStream out = socket.getOutputStream();
      String head = "POST " + PING + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      for (int i = 0; i < 900 && in.available() == 0; i++) {
        out.write('x');
        out.flush();
        Thread.sleep(20);
      }
      assertThat(in.available()).as("answered while it drips").isPositive();
      assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 408");
    }
    assertThat(Browsed.pings(hasty, Fixtures.UUID_1)).isEqualTo(before);
  }

  @Test
  void aBodyWithoutAnEndIsRefused() throws IOException {
    String chunk = "100000\r\n" + "x".repeat(0x100000) + "\r\n";
    String head = "POST " + PING + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertThat(say(head + chunk.repeat(12))).contains(" 413 ");
  }

  @Test
  void whoIsRefusedBeforeItsBodyWasReadStillGetsTheAnswer() throws IOException {
    for (String path : List.of("/nowhere", "/api/v3/checks/", "/ping/no-such-key/no-such-slug")) {
      String head = "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n";
      assertThat(say(head + "x".repeat(5_000_000))).startsWith("HTTP/1.1 4");
    }
  }

  @Test
  void aPathThatClimbsIsRefused() throws IOException {
    for (String path :
        List.of(
            "/ping/../metrics", "/..", "/a/%2e%2e/b", "/a/.%2E/b", "/a/..;x/b", "/%2e%2e%2fb")) {
      assertThat(say("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
          .as(path)
          .startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void aHeadThatDripsIsCutOff() throws Exception {
    try (Socket socket = connect(hasty)) {
      OutputStream out = socket.getOutputStream();
      byte[] head =
          ("GET " + PING + " HTTP/1.1\r\nX: " + "y".repeat(1000))
              .getBytes(StandardCharsets.US_ASCII);
      boolean cut = false;
      for (int i = 0; i < head.length && !cut; i++) {
        try {
          out.write(head[i]);
          out.flush();
          Thread.sleep(20);
          cut = socket.getInputStream().available() > 0;
        } catch (IOException closed) {
          cut = true;
        }
      }
      assertThat(cut).isTrue();
    }
  }

  @Test
  void anIdleCrowdKeepsNobodyOut() throws IOException {
    List<Socket> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < 3_000; i++) {
        crowd.add(connect(server));
      }
      assertThat(say("GET " + PING + " HTTP/1.0\r\n\r\n")).contains(" 200 ");
    } finally {
      for (Socket socket : crowd) {
        socket.close();
      }
    }
  }

  @Test
  void healthzSaysThatItIsWell() throws IOException {
    assertThat(say("GET /healthz HTTP/1.0\r\n\r\n")).contains(" 200 ").endsWith("ok");
  }

  private static Socket connect(SwitchServer to) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), to.uri().getPort());
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static String say(String request) throws IOException {
    return say(server, request);
  }

  /** Sends this, and reads what comes until the end or two seconds of silence after an answer. */
  private static String say(SwitchServer to, String request) throws IOException {
    try (Socket socket = connect(to)) {
      OutputStream out = socket.getOutputStream();
      try {
        out.write(request.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
      } catch (IOException refused) {
        // It answered before it had read everything.
      }
      StringBuilder answer = new StringBuilder();
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[8192];
      try {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
          socket.setSoTimeout(2_000);
        }
      } catch (IOException cut) {
        // What was read until then is the answer.
      }
      return answer.toString();
    }
  }
}
