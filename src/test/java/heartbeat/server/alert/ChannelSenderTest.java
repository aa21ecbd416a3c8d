package heartbeat.server.alert;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import heartbeat.model.Delivery;
import heartbeat.notify.MailTransport;
import heartbeat.notify.PingSender;
import heartbeat.server.Clock;
import heartbeat.server.Fixtures;
import heartbeat.server.ServeSettings;
import jakarta.mail.Multipart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a mail server and a webhook get of an alert. */
class ChannelSenderTest {
  private static final Message DOWN =
      new Message(
          "down",
          "backup \"ä\"",
          "backup",
          List.of("db"),
          "missed",
          Instant.parse("2026-03-01T12:00:00Z"),
          Instant.parse("2026-03-01T12:00:00Z"),
          3,
          null,
          null,
          "line 1\nline 2",
          "",
          "",
          "https://hb.example.org/checks/1",
          Message.About.NOTHING);

  @TempDir Path folder;

  @Test
  void webhooksGetTheAlertAsJsonOrInTheirOwnWords() {
    WireMockServer hook = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    hook.start();
    try (ChannelSender sender = sender(null)) {
      hook.stubFor(post(urlPathEqualTo("/slack")).willReturn(aResponse().withStatus(200)));
      hook.stubFor(post(urlPathEqualTo("/ntfy/db")).willReturn(aResponse().withStatus(200)));
      Channel slack = new Channel.Webhook("a", hook.url("/slack"), "POST", Map.of(), null);
      Channel ntfy =
          new Channel.Webhook(
              "b",
              hook.url("/ntfy/{tags}"),
              "POST",
              Map.of("Title", "{subject}", "Content-Type", "application/json"),
              "{\"message\": \"{check}: {reason}, {missed} missed\", \"x\": {y}}");
      assertThat(sender.send(slack, DOWN, 1)).isInstanceOf(Delivery.Delivered.class);
      assertThat(sender.send(ntfy, DOWN, 2)).isInstanceOf(Delivery.Delivered.class);
      List<LoggedRequest> seen =
          hook.getAllServeEvents().stream().map(e -> e.getRequest()).toList();
      assertThat(seen.get(1).getBodyAsString())
          .contains("\"kind\":\"down\"", "\"text\":\"DOWN: backup", "\"missed\":3");
      assertThat(seen.get(0).getBodyAsString())
          .isEqualTo("{\"message\": \"backup \\\"ä\\\": missed, 3 missed\", \"x\": {y}}");
      assertThat(seen.get(0).getHeader("Title")).startsWith("=?UTF-8?B?RE9XTjog");
      Channel wrong = new Channel.Webhook("c", hook.url("/nowhere"), "POST", Map.of(), null);
      assertThat(((Delivery.Undelivered) sender.send(wrong, DOWN, 3)).permanent()).isTrue();
    } finally {
      hook.stop();
    }
  }

  @Test
  void mailSaysWhatWhySinceWhenAndShowsTheLog() throws Exception {
    GreenMail mail = mailServer();
    try (ChannelSender sender = sender(smtp(mail))) {
      Channel channel = new Channel.Mail("m", List.of("ops@example.org"));
      assertThat(sender.send(channel, DOWN, 1)).isInstanceOf(Delivery.Delivered.class);
      var message = mail.getReceivedMessages()[0];
      assertThat(message.getSubject())
          .isEqualTo("DOWN: backup \"ä\" missed 3 runs (hb.example.org)");
      assertThat(message.getContent().toString())
          .contains("Reason: missed", "Down since: 2026-03-01 12:00:00 UTC", "Missed runs: 3")
          .contains("line 1", "https://hb.example.org/checks/1");
    } finally {
      mail.stop();
    }
  }

  @Test
  void aMailHasTheEndOfTheLogFirstAndTheWholeOfItAttachedWithoutSecrets() throws Exception {
    GreenMail mail = mailServer();
    StringBuilder log = new StringBuilder("password=hunter2\n");
    for (int line = 1; line <= 30; line++) {
      log.append("line ").append(line).append('\n');
    }
    Message.About about =
        new Message.About(
            "u", "nightly", "every 1d, grace 1h", DOWN.at().minusSeconds(60), List.of());
    Message down =
        new Message(
            "down",
            "backup",
            "",
            List.of(),
            "missed",
            DOWN.at(),
            DOWN.at(),
            1,
            null,
            null,
            log.toString(),
            "",
            "",
            "",
            about);
    try (ChannelSender sender = sender(smtp(mail))) {
      Channel channel = new Channel.Mail("m", List.of("ops@example.org"));
      assertThat(sender.send(channel, down, 1)).isInstanceOf(Delivery.Delivered.class);
      Multipart parts = (Multipart) mail.getReceivedMessages()[0].getContent();
      assertThat(parts.getBodyPart(0).getContent().toString().replace("\r\n", "\n"))
          .containsSubsequence(
              "DOWN: backup missed its run.\n",
              "The last lines of its log, which is attached:\n\n  line 21\n",
              "  line 30\n",
              "Description: nightly\n",
              "Schedule: every 1d, grace 1h\n",
              "Expected: 2026-03-01 11:59:00 UTC\n")
          .doesNotContain("line 20\n");
      assertThat(parts.getBodyPart(1).getFileName()).endsWith(".log");
      assertThat(parts.getBodyPart(1).getContent().toString())
          .startsWith("password=***\nline 1\n")
          .contains("line 30");
      try (var left = Files.list(folder)) {
        assertThat(left.filter(file -> file.toString().contains("alert"))).isEmpty();
      }
    } finally {
      mail.stop();
    }
  }

  private static GreenMail mailServer() {
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    return mail;
  }

  private static MailTransport smtp(GreenMail mail) {
    return new MailTransport.Smtp(
        "127.0.0.1",
        mail.getSmtp().getPort(),
        MailTransport.Security.NONE,
        null,
        null,
        Duration.ofSeconds(5),
        null);
  }

  private ChannelSender sender(@Nullable MailTransport transport) {
    ServeSettings plain = Fixtures.settings(folder.resolve("switch.db"), List.of(), Routes.NOWHERE);
    ServeSettings settings = Fixtures.mailing(plain, transport);
    return new ChannelSender(
        "test",
        "test",
        new PingSender(new Clock(), new Random(1), time -> {}, Map.of()),
        () -> settings);
  }
}
