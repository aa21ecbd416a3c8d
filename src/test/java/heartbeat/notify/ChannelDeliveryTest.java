package heartbeat.notify;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.google.gson.JsonParser;
import heartbeat.channel.ChannelMessage;
import heartbeat.channel.ChannelMessage.Kind;
import heartbeat.channel.Discord;
import heartbeat.channel.Matrix;
import heartbeat.channel.Slack;
import heartbeat.channel.Target;
import heartbeat.channel.Telegram;
import heartbeat.model.Delivery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelDeliveryTest {
  private static final ChannelMessage DOWN =
      new ChannelMessage(
          Kind.DOWN,
          "7",
          "heartbeat/backup",
          "backup",
          "DOWN: backup $(id) `id`",
          "missed",
          "why",
          List.of("db"),
          List.of("last words"),
          "",
          Instant.parse("2026-03-01T03:30:00Z"),
          ChannelMessage.Facts.NONE);

  @TempDir Path folder;
  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private final PingSender http =
      new PingSender(InstantSource.system(), new Random(1), time -> {}, Map.of());
  private final ChannelDelivery channels = new ChannelDelivery(http);

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    http.close();
    server.stop();
  }

  private void answers(ResponseDefinitionBuilder answer) {
    server.stubFor(any(anyUrl()).willReturn(answer));
  }

  private Delivery.Undelivered refusedBySlack(ResponseDefinitionBuilder answer) {
    answers(answer);
    return (Delivery.Undelivered) channels.send(new Slack(server.url("/T/secret")), DOWN);
  }

  @Test
  void itArrivesAsJsonInUtf8() {
    answers(aResponse().withStatus(200).withBody("ok"));
    assertThat(channels.send(new Slack(server.url("/T/secret")), DOWN))
        .isInstanceOf(Delivery.Delivered.class);
    var request = server.getAllServeEvents().getFirst().getRequest();
    assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
    assertThat(JsonParser.parseString(request.getBodyAsString()).getAsJsonObject().keySet())
        .contains("text", "attachments");
    assertThat(request.getBodyAsString()).contains("🔴");
  }

  @Test
  void aRefusalSaysWhichPartOfTheConfigIsWrongAndNoSecret() {
    Delivery.Undelivered refused =
        refusedBySlack(aResponse().withStatus(404).withBody("no_service"));
    assertThat(refused.permanent()).isTrue();
    assertThat(refused.detail())
        .startsWith("404 not found from localhost")
        .contains("\"slack\" URL is no webhook any more (no_service)")
        .doesNotContain("secret");
  }

  @Test
  void aPauseThatAHeaderAsksForIsPassedOn() {
    Delivery.Undelivered limited =
        refusedBySlack(aResponse().withStatus(429).withHeader("Retry-After", "120"));
    assertThat(limited.permanent()).isFalse();
    assertThat(limited.notBefore()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void aPauseThatABodyAsksForIsPassedOn() {
    answers(
        aResponse()
            .withStatus(429)
            .withBody("{\"ok\":false,\"error_code\":429,\"parameters\":{\"retry_after\":35}}"));
    Delivery.Undelivered telegram =
        (Delivery.Undelivered)
            channels.send(new Telegram(server.baseUrl(), "1:a", "-1", null), DOWN);
    assertThat(telegram.notBefore()).isEqualTo(Duration.ofSeconds(35));
    answers(aResponse().withStatus(429).withBody("{\"retry_after\":0.5,\"global\":false}"));
    Delivery.Undelivered discord =
        (Delivery.Undelivered) channels.send(new Discord(server.url("/x")), DOWN);
    assertThat(discord.notBefore()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void matrixIsAskedByPutWithItsTransaction() {
    answers(aResponse().withStatus(200).withBody("{\"event_id\":\"$1\"}"));
    channels.send(new Matrix(server.baseUrl(), "syt", "!r:x.org"), DOWN);
    var request = server.getAllServeEvents().getFirst().getRequest();
    assertThat(request.getMethod().getName()).isEqualTo("PUT");
    assertThat(request.getUrl()).endsWith("/send/m.room.message/heartbeat-7");
    assertThat(request.getHeader("Authorization")).isEqualTo("Bearer syt");
  }

  private Path program(String script) throws Exception {
    Path file = folder.resolve("tell");
    Files.writeString(file, "#!/bin/sh\n" + script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private Delivery run(Path program, Duration limit) {
    return channels.send(
        new Target.ByCommand(List.of(program.toString(), "{event}", "{subject}"), limit), DOWN);
  }

  @Test
  void aCommandGetsItsArgumentsAndTheMessageAsJson() throws Exception {
    Path seen = folder.resolve("seen");
    Path program = program("printf '%s|%s\\n' \"$1\" \"$2\" > " + seen + "; cat >> " + seen);
    assertThat(run(program, Duration.ofSeconds(30))).isInstanceOf(Delivery.Delivered.class);
    List<String> lines = Files.readAllLines(seen);
    assertThat(lines.getFirst()).isEqualTo("down|DOWN: backup $(id) `id`");
    assertThat(JsonParser.parseString(lines.get(1)).getAsJsonObject().get("log").getAsString())
        .isEqualTo("last words");
  }

  @Test
  void aCommandThatFailsIsTriedAgainAndItsWordsAreShown() throws Exception {
    Delivery.Undelivered failed =
        (Delivery.Undelivered) run(program("echo no modem >&2; exit 1"), Duration.ofSeconds(30));
    assertThat(failed.permanent()).isFalse();
    assertThat(failed.detail()).contains("ended with status 1: no modem");
    Delivery.Undelivered wrong =
        (Delivery.Undelivered) run(program("exit 64"), Duration.ofSeconds(30));
    assertThat(wrong.permanent()).isTrue();
  }

  @Test
  void aCommandThatHangsIsKilledWithWhatItStarted() throws Exception {
    Path program = program("sleep 600 & echo $! > " + folder.resolve("pid") + "; wait");
    Delivery.Undelivered late = (Delivery.Undelivered) run(program, Duration.ofSeconds(2));
    assertThat(late.detail()).contains("did not end within 2s");
    long child = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    var left = ProcessHandle.of(child);
    if (left.isPresent()) {
      left.get().onExit().get(120, java.util.concurrent.TimeUnit.SECONDS);
    }
  }

  @Test
  void aCommandThatDoesNotExistIsNamed() {
    Delivery.Undelivered missing =
        (Delivery.Undelivered) run(folder.resolve("none"), Duration.ofSeconds(5));
    assertThat(missing.detail()).contains("can't start", "\"command\"");
  }
}
