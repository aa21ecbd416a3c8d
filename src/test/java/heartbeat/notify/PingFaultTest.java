package heartbeat.notify;

import static heartbeat.notify.Pings.passing;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.FreePort;
import heartbeat.model.Delivery;
import heartbeat.model.Delivery.Delivered;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against servers that hang, lie or are not there: each answer comes in time, and says what. */
class PingFaultTest {
  private final Pings pings = new Pings();

  @AfterEach
  void close() {
    pings.close();
  }

  private static void trickle(Socket socket, String text) throws IOException, InterruptedException {
    for (int i = 0; ; i++) {
      FakeServer.say(socket, text.substring(i % text.length(), i % text.length() + 1));
      Thread.sleep(100);
    }
  }

  @Test
  void aServerThatAcceptsAndNeverAnswersTimesOut() throws IOException {
    try (FakeServer server = FakeServer.that(socket -> Thread.sleep(60_000))) {
      Delivery delivery =
          pings.inTime(
              pings.send(
                  server.url("/" + Pings.SECRET),
                  Pings.settings(Duration.ofSeconds(2), 1, null, null, Map.of())));

      passing(delivery);
      assertThat(delivery.detail())
          .matches(
              "timed out after [\\d.]+s waiting for the answer of 127.0.0.1:"
                  + server.port()
                  + " \\(attempt 2 of 2\\)");
    }
  }

  @Test
  void aServerThatHangsUpWithoutAWordAfterItsAnswerSpoilsNoLaterPing() throws IOException {
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    try (FakeServer server = FakeServer.answering(answer)) {
      for (int i = 0; i < 3; i++) {
        assertThat(pings.inTime(pings.once(server.url("/")))).isInstanceOf(Delivered.class);
      }
    }
  }

  @Test
  void aPortThatIsNeverAcceptedTimesOutConnectingOrWaiting() throws IOException {
    // One connection fills a backlog of one; further ones get no answer from the kernel.
    try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var first = new Socket();
        var second = new Socket()) {
      first.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()));
      second.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()));

      Delivery delivery =
          pings.inTime(
              pings.send("http://127.0.0.1:" + full.getLocalPort() + "/", Pings.impatient()));

      passing(delivery);
      assertThat(delivery.detail())
          .startsWith("timed out after")
          .contains("connecting to 127.0.0.1:" + full.getLocalPort());
    }
  }

  @Test
  void aServerThatStallsInTheHeadTimesOut() throws IOException {
    try (FakeServer server =
        FakeServer.that(
            socket -> {
              FakeServer.say(socket, "HTTP/1.1 200 OK\r\nContent-");
              Thread.sleep(60_000);
            })) {
      passing(pings.inTime(pings.send(server.url("/"), Pings.impatient())));
    }
  }

  @Test
  void aServerThatTricklesItsHeadTimesOutAsAWhole() throws IOException {
    try (FakeServer server =
        FakeServer.that(socket -> trickle(socket, "HTTP/1.1 200 OK\r\nX-Never: ending, "))) {
      passing(pings.inTime(pings.send(server.url("/"), Pings.impatient())));
    }
  }

  @Test
  void aBodyThatStallsCostsNothing() throws IOException {
    try (FakeServer server =
        FakeServer.that(
            socket -> {
              FakeServer.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
              Thread.sleep(60_000);
            })) {
      assertThat(pings.inTime(pings.send(server.url("/")))).isInstanceOf(Delivered.class);
    }
  }

  @Test
  void aBodyThatTricklesCostsNothing() throws IOException {
    try (FakeServer server =
        FakeServer.that(
            socket -> {
              FakeServer.say(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
              trickle(socket, "1\r\nx\r\n");
            })) {
      assertThat(pings.inTime(pings.send(server.url("/")))).isInstanceOf(Delivered.class);
    }
  }

  @Test
  void aBodyOf100MegabytesIsNotRead() throws Exception {
    var written = new AtomicLong();
    var hungUp = new CountDownLatch(1);
    try (FakeServer server =
        FakeServer.that(
            socket -> {
              FakeServer.say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n");
              byte[] block = new byte[64 * 1024];
              try {
                for (int i = 0; i < 1600; i++) {
                  socket.getOutputStream().write(block);
                  written.addAndGet(block.length);
                }
              } finally {
                hungUp.countDown();
              }
            })) {
      assertThat(pings.inTime(pings.send(server.url("/")))).isInstanceOf(Delivered.class);
      hungUp.await();
      assertThat(written.get()).isLessThan(50L << 20);
    }
  }

  @Test
  void aPortWhereNobodyListensIsRefused() throws IOException {
    int port = FreePort.find();
    Delivery delivery = pings.inTime(pings.send("http://127.0.0.1:" + port + "/" + Pings.SECRET));

    passing(delivery);
    assertThat(delivery.detail())
        .isEqualTo("can't connect to 127.0.0.1:" + port + ": Connection refused (attempt 3 of 3)");
  }

  @Test
  void aNameThatDoesNotExistIsADnsError() {
    try (var own =
        new Pings(
            Map.of(),
            name -> {
              throw new UnknownHostException(name);
            })) {
      Delivery delivery = pings.inTime(own.send("https://switch.invalid/" + Pings.SECRET));

      passing(delivery);
      assertThat(delivery.detail())
          .isEqualTo("no address found for switch.invalid:443 (DNS) (attempt 3 of 3)");
      assertThat(own.waits).hasSize(2);
    }
  }

  @Test
  void aNameServiceThatHangsIsCutOff() {
    var never = new CompletableFuture<Void>();
    try (var own =
        new Pings(
            Map.of(),
            name -> {
              // As in native code: an interrupt does not move it.
              never.join();
              throw new UnknownHostException(name);
            })) {
      Delivery delivery = pings.inTime(own.send("https://switch.example/", Pings.impatient()));

      passing(delivery);
      assertThat(delivery.detail()).matches("timed out after .*s looking up switch.example:443 .*");
    } finally {
      never.complete(null);
    }
  }

  @Test
  void whatIsNotHttpIsSaidToBeNot() throws IOException {
    try (FakeServer server = FakeServer.answering("220 mail.example.org ESMTP\r\n")) {
      Delivery delivery = pings.inTime(pings.send(server.url("/" + Pings.SECRET)));

      passing(delivery);
      assertThat(delivery.detail()).contains("is not HTTP");
    }
  }

  @Test
  void closingEndsAPingThatHangs() throws Exception {
    var met = new CountDownLatch(1);
    try (FakeServer server =
        FakeServer.that(
            socket -> {
              met.countDown();
              Thread.sleep(60_000);
            })) {
      Thread sending = Thread.ofVirtual().start(() -> pings.send(server.url("/")));
      met.await();
      pings.close();

      assertThat(sending.join(Pings.IN_TIME)).isTrue();
    }
  }
}
