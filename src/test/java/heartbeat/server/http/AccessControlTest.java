package heartbeat.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.server.Clock;
import heartbeat.server.Fixtures;
import heartbeat.server.StoreKind;
import heartbeat.server.SwitchServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is let in, as somebody tries who should not be. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class AccessControlTest {
  @Parameter StoreKind kind;
  @TempDir static Path folder;
  private static final Clock CLOCK = new Clock();
  private static SwitchServer open;
  private static SwitchServer guarded;
  private static HttpClient client;

  @BeforeParameterizedClassInvocation
  static void start(StoreKind kind) {
    client = HttpClient.newHttpClient();
    Path file = folder.resolve("open.db");
    open = Fixtures.started(kind, file, CLOCK, Map.of(), List.of(), List.of());
    guarded = Fixtures.guarded(kind, folder.resolve("guarded.db"), CLOCK);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    open.close();
    guarded.close();
    client.close();
  }

  @BeforeEach
  void aNewChance() {
    CLOCK.forward(Duration.ofMinutes(1));
  }

  @Test
  void aKeyThatMayOnlyReadIsAsGoodAsAnyHoweverOftenItIsUsed() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(get(Map.of("X-Api-Key", "read-key"))).as("request %s", i).isEqualTo(200);
      assertThat(get(Map.of("X-Api-Key", "write-key"))).isEqualTo(200);
      assertThat(get(login("ann", "secret"))).isEqualTo(200);
    }
  }

  @Test
  void whoGuessesIsSoonSentAwayAndWhoKnowsIsNot() throws Exception {
    assertThat(get(login("ann", "secret"))).isEqualTo(200);
    assertThat(get(Map.of("X-Api-Key", "read-key"))).isEqualTo(200);
    for (int i = 0; i < 5; i++) {
      get(login("ann", "guess" + i));
    }
    assertThat(get(login("ann", "guess"))).isEqualTo(429);
    assertThat(get(Map.of("X-Api-Key", "guess"))).isEqualTo(429);
    assertThat(get(login("ann", "secret"))).isEqualTo(200);
    assertThat(get(Map.of("X-Api-Key", "read-key"))).isEqualTo(200);
  }

  @Test
  void whoeverHasAWholeIpv6NetworkHasNotMoreTriesForIt() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(get(guessFrom("2001:db8:1:2::" + i))).isEqualTo(401);
    }
    assertThat(get(guessFrom("2001:db8:1:2:a:b:c:d"))).isEqualTo(429);
    assertThat(get(guessFrom("2001:db8:1:3::1"))).as("from elsewhere").isEqualTo(401);
  }

  @Test
  void whatAClientSaysInFrontOfTheProxysWordIsNotBelieved() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(get(guessFrom("192.0.2." + i + ", 198.51.100.7"))).isEqualTo(401);
    }
    assertThat(get(guessFrom("192.0.2.99, 198.51.100.7"))).isEqualTo(429);
  }

  @Test
  void norIsALineOfItsOwnBeforeTheProxys() throws IOException {
    String last = "";
    for (int i = 0; i < 6; i++) {
      last = twoLines("192.0.2." + i, "198.51.100.9");
    }
    assertThat(last).isEqualTo("429");
  }

  private static String twoLines(String own, String proxys) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), guarded.uri().getPort())) {
      String request =
          "GET /api/v3/checks/ HTTP/1.1\r\nHost: x\r\nX-Api-Key: guess\r\nX-Forwarded-For: "
              + own
              + "\r\nX-Forwarded-For: "
              + proxys
              + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return answer.split(" ", 3)[1];
    }
  }

  private static Map<String, String> guessFrom(String client) {
    return Map.of("X-Api-Key", "guess", "X-Forwarded-For", client);
  }

  @Test
  void aFloodOfLoginsIsSentAwayAndWhoIsKnownIsNot() throws Exception {
    // So slow that the others come while one is compared, however slow this machine is.
    Map<String, String> users = Map.of("ann", PasswordHash.of("secret", 1_000_000));
    try (SwitchServer slow =
        Fixtures.started(
            StoreKind.SQLITE, folder.resolve("slow.db"), CLOCK, users, List.of(), List.of())) {
      URI uri = URI.create(slow.uri() + "/");
      assertThat(client.send(flood(uri, "secret", 0), BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
      List<CompletableFuture<Integer>> guesses = new ArrayList<>();
      for (int i = 1; i <= 20; i++) {
        guesses.add(
            client
                .sendAsync(flood(uri, "guess" + i, i), BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode));
      }
      assertThat(client.send(flood(uri, "secret", 99), BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
      assertThat(guesses.stream().map(CompletableFuture::join).toList())
          .contains(401, 503)
          .containsOnly(401, 503);
    }
  }

  private static HttpRequest flood(URI uri, String password, int client) {
    String pair = "ann:" + password;
    byte[] login = pair.getBytes(StandardCharsets.UTF_8);
    return HttpRequest.newBuilder(uri)
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login))
        .header("X-Forwarded-For", "192.0.2." + client)
        .build();
  }

  @Test
  void nobodyCanFindOutWhichUsersThereAre() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(get(login("nobody", "guess" + i))).isEqualTo(401);
    }
    assertThat(get(login("nobody", "guess"))).as("as for a user that there is").isEqualTo(429);
  }

  @Test
  void aNameThatOnlyLooksLikeOursIsAStrangersWhoMadeItResolveToUs() throws IOException {
    for (String name :
        List.of("localhost", "127.0.0.1", "127.0.0.1:8000", "[::1]:8000", "hb.example.org")) {
      assertThat(statusFor(name)).as(name).isEqualTo("200");
    }
    for (String name :
        List.of(
            "127.evil.example", "127.0.0.1.evil.example", "hb.example.or", "h", "evil.example")) {
      assertThat(statusFor(name)).as(name).isEqualTo("403");
    }
  }

  private static String statusFor(String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), open.uri().getPort())) {
      String request =
          "GET /api/v3/checks/ HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return answer.split(" ", 3)[1];
    }
  }

  private static int get(Map<String, String> headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(guarded.uri() + "/api/v3/checks/"));
    headers.forEach(request::header);
    return client.send(request.build(), BodyHandlers.ofString()).statusCode();
  }

  private static Map<String, String> login(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }
}
