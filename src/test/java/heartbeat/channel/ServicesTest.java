package heartbeat.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import heartbeat.channel.ChannelMessage.Kind;
import heartbeat.model.HttpRequest;
import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each service's public documentation demands of a request; the page is named with each. */
class ServicesTest {
  private static final String ZERO = "\u200B";

  static Stream<Service> all() {
    return Stream.of(
        new Slack("https://hooks.slack.com/services/T/B/x"),
        new Teams("https://example.logic.azure.com/workflows/x?sig=y"),
        new Discord("https://discord.com/api/webhooks/1/x"),
        new Telegram("https://api.telegram.org", "1:a", "-1001", null),
        Ntfy.of("https://ntfy.sh/mytopic", null, null),
        new Matrix("https://matrix.example.org", "syt", "!room:example.org"),
        new Mattermost("https://chat.example.org/hooks/x"),
        new GoogleChat("https://chat.googleapis.com/v1/spaces/A/messages?key=k&token=t"),
        new Zulip("https://z.example.org", "bot@z.example.org", "key", "ops", null),
        new Gotify("https://gotify.example.org", "A", null),
        new Pushover("https://api.pushover.net", "tok", "usr", null, null),
        new PagerDuty("https://events.pagerduty.com", "k".repeat(32)),
        new Opsgenie("https://api.opsgenie.com", "key"),
        new Webhook("https://example.org/hook", "POST", Map.of(), null));
  }

  @ParameterizedTest
  @MethodSource("all")
  void whateverAMessageHoldsTheBodyIsWhatItsContentTypeSays(Service service) {
    for (ChannelMessage message : messages()) {
      HttpRequest request = service.request(message);
      String type = String.valueOf(request.headers().get("Content-Type"));
      if (type.contains("json")) {
        assertThat(json(request).size()).isPositive();
      } else {
        assertThat(type).isEqualTo("application/x-www-form-urlencoded");
        assertThat(request.body()).matches("[A-Za-z0-9_.*%&=-]+");
      }
      assertThat(request.url()).startsWith("https://").doesNotContain(" ", "\"", "\n");
      assertThat(request.headers().toString()).doesNotContain("\n");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyServiceSaysWhatItIsAbout(Service service) {
    String down = decoded(service.request(Messages.of(Kind.DOWN)));
    assertThat(down).contains("DOWN: backup missed its run").contains("no space left");
    assertThat(down).contains(Messages.LINK);
  }

  @ParameterizedTest
  @MethodSource("all")
  void nobodyIsCalledByWhatAJobWrote(Service service) {
    if (service instanceof Webhook) {
      return;
    }
    String body = decoded(service.request(Messages.nasty()));
    switch (service) {
      case Slack slack -> assertThat(body).doesNotContain("<!channel>", "<@U1>");
      case Discord discord ->
          assertThat(json(discord.request(Messages.nasty())).getAsJsonObject("allowed_mentions"))
              .isEqualTo(JsonParser.parseString("{\"parse\":[]}"));
      case Matrix matrix ->
          assertThat(json(matrix.request(Messages.nasty())).getAsJsonObject("m.mentions").size())
              .isZero();
      case Mattermost mattermost ->
          assertThat(body).doesNotContain("@channel", "@here", "@all").contains("@" + ZERO + "all");
      case Zulip zulip -> assertThat(body).doesNotContain("@**all**", "@\\*\\*all");
      case GoogleChat chat -> assertThat(body).doesNotContain("<users/all>");
      case Telegram telegram ->
          assertThat(body.substring(0, body.indexOf("<pre>"))).doesNotContain("@everyone");
      default -> assertThat(body).isNotEmpty();
    }
  }

  /**
   * https://api.slack.com/messaging/webhooks and https://api.slack.com/reference/block-kit/blocks
   */
  @Test
  void slackHasItsTextEscapedAndItsSectionsWithin3000Characters() {
    JsonObject body = json(new Slack("https://hooks.slack.com/x").request(Messages.nasty()));
    assertThat(body.get("text").getAsString()).contains("&lt;!channel&gt; &lt;@U1&gt;");
    JsonObject attachment = body.getAsJsonArray("attachments").get(0).getAsJsonObject();
    assertThat(attachment.get("color").getAsString()).isEqualTo("#D32F2F");
    List<String> texts = new ArrayList<>();
    for (JsonElement block : attachment.getAsJsonArray("blocks")) {
      JsonObject text = block.getAsJsonObject().getAsJsonObject("text");
      texts.add(text.get("text").getAsString());
    }
    assertThat(texts).allMatch(text -> text.length() <= 3_000).hasSize(3);
    assertThat(texts.get(1)).startsWith("```\n").endsWith("the last line\n```");
    assertThat(texts.get(1).substring(4, texts.get(1).length() - 3)).doesNotContain("```");
    assertThat(texts.get(2)).isEqualTo("<" + Messages.LINK + "?a=%22&amp;b=%7C|Open>");
  }

  /**
   * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
   * and the limit of 28 KB in https://learn.microsoft.com/connectors/teams/
   */
  @Test
  void teamsGetsAnAdaptiveCardOf28KilobytesAtMost() {
    HttpRequest request = new Teams("https://x.example.org/?sig=y").request(Messages.nasty());
    assertThat(Fit.bytes(request.body())).isLessThan(28 * 1024);
    JsonObject body = json(request);
    assertThat(body.get("type").getAsString()).isEqualTo("message");
    JsonObject attachment = body.getAsJsonArray("attachments").get(0).getAsJsonObject();
    assertThat(attachment.get("contentType").getAsString())
        .isEqualTo("application/vnd.microsoft.card.adaptive");
    JsonObject card = attachment.getAsJsonObject("content");
    assertThat(card.get("type").getAsString()).isEqualTo("AdaptiveCard");
    assertThat(card.get("version").getAsString()).isEqualTo("1.4");
    assertThat(card.getAsJsonArray("body").get(2).toString())
        .contains("Monospace", "the last line");
    assertThat(card.getAsJsonArray("actions").get(0).toString()).contains("Action.OpenUrl");
  }

  /**
   * https://discord.com/developers/docs/resources/message#embed-object-embed-limits: 256 characters
   * of title, 4,096 of description, 6,000 in all; and #allowed-mentions-object: an empty "parse"
   * mentions nobody.
   */
  @Test
  void discordGetsOneEmbedWithinItsLimits() {
    JsonObject body = json(new Discord("https://discord.com/x").request(Messages.nasty()));
    JsonArray embeds = body.getAsJsonArray("embeds");
    assertThat(embeds.size()).isOne();
    JsonObject embed = embeds.get(0).getAsJsonObject();
    assertThat(embed.get("title").getAsString().length()).isLessThanOrEqualTo(256);
    assertThat(embed.get("description").getAsString().length()).isLessThanOrEqualTo(4_096);
    assertThat(embed.get("description").getAsString()).endsWith("the last line\n```");
    assertThat(embed.get("color").getAsInt()).isEqualTo(0xD32F2F);
  }

  /**
   * https://core.telegram.org/bots/api#sendmessage: 1 to 4,096 characters after entities parsing;
   * #html-style: what is escaped; #responseparameters: retry_after.
   */
  @Test
  void telegramGetsHtmlOf4096CharactersAtMost() {
    HttpRequest request =
        new Telegram("https://api.telegram.org", "1:a", "-1001", "5").request(Messages.nasty());
    assertThat(request.url()).isEqualTo("https://api.telegram.org/bot1:a/sendMessage");
    JsonObject body = json(request);
    assertThat(body.get("chat_id").getAsString()).isEqualTo("-1001");
    assertThat(body.get("message_thread_id").getAsString()).isEqualTo("5");
    assertThat(body.get("parse_mode").getAsString()).isEqualTo("HTML");
    String text = body.get("text").getAsString();
    assertThat(text.length()).isLessThanOrEqualTo(4_096);
    assertThat(text).contains("<pre>", "the last line</pre>", "<a href=\"").endsWith("Open</a>");
    assertThat(text.replaceAll("</?(b|pre|a)[ >]", "")).doesNotContain("<");
  }

  /** https://docs.ntfy.sh/publish/#publish-as-json and #limitations */
  @Test
  void ntfyIsPublishedAsJsonToItsRootAndStaysBelow4096Bytes() {
    Ntfy ntfy = Ntfy.of("https://ntfy.example.org/base/mytopic", "tk_1", 5);
    HttpRequest request = ntfy.request(Messages.nasty());
    assertThat(request.url()).isEqualTo("https://ntfy.example.org/base");
    assertThat(request.headers()).containsEntry("Authorization", "Bearer tk_1");
    JsonObject body = json(request);
    assertThat(body.get("topic").getAsString()).isEqualTo("mytopic");
    assertThat(Fit.bytes(body.get("message").getAsString())).isLessThanOrEqualTo(4_096);
    assertThat(body.get("message").getAsString()).endsWith("the last line");
    assertThat(body.get("priority").getAsInt()).isEqualTo(5);
    assertThat(json(ntfy.request(Messages.of(Kind.UP))).get("priority").getAsInt()).isEqualTo(3);
  }

  /**
   * https://spec.matrix.org/latest/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid
   */
  @Test
  void matrixGetsTheSameTransactionEachTimeAMessageIsSent() {
    Matrix matrix = new Matrix("https://m.example.org", "syt", "!room:example.org");
    HttpRequest request = matrix.request(Messages.nasty());
    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.url())
        .isEqualTo(
            "https://m.example.org/_matrix/client/v3/rooms/%21room%3Aexample.org/send/"
                + "m.room.message/heartbeat-43");
    assertThat(matrix.request(Messages.nasty())).isEqualTo(request);
    assertThat(request.headers()).containsEntry("Authorization", "Bearer syt");
    assertThat(Fit.bytes(request.body())).isLessThan(60_000);
    assertThat(json(request).get("format").getAsString()).isEqualTo("org.matrix.custom.html");
  }

  /**
   * https://developers.mattermost.com/integrate/webhooks/incoming/ and
   * https://docs.mattermost.com/developers/integrate/reference/message-attachments: a fallback is
   * required; mentions work in the pretext, which is not used. A post has 16,383 characters since
   * Mattermost 5.0.
   */
  @Test
  void mattermostGetsAnAttachmentBelow16383Characters() {
    JsonObject body = json(new Mattermost("https://c.example.org/x").request(Messages.nasty()));
    JsonObject attachment = body.getAsJsonArray("attachments").get(0).getAsJsonObject();
    assertThat(attachment.get("text").getAsString().length()).isLessThan(16_000);
    assertThat(attachment.get("fallback").getAsString()).isNotEmpty();
    assertThat(attachment.get("title_link").getAsString()).startsWith(Messages.LINK);
  }

  /**
   * https://developers.google.com/workspace/chat/quickstart/webhooks, and
   * https://developers.google.com/workspace/chat/limits: 60 writes a minute in a space, else 429.
   */
  @Test
  void googleChatKeepsFailureAndRecoveryInOneThread() {
    GoogleChat chat = new GoogleChat("https://chat.googleapis.com/v1/s?key=k&token=t");
    HttpRequest down = chat.request(Messages.of(Kind.DOWN));
    HttpRequest up = chat.request(Messages.of(Kind.UP));
    assertThat(down.url()).endsWith("&messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD");
    assertThat(json(down).get("thread")).isEqualTo(json(up).get("thread"));
    assertThat(Fit.bytes(chat.request(Messages.nasty()).body())).isLessThan(32_000);
  }

  /** https://zulip.com/api/send-message */
  @Test
  void zulipGetsAFormWithTheBotsLoginAndATopicOf60Characters() {
    Zulip zulip = new Zulip("https://z.example.org", "bot@z.example.org", "key", "ops", null);
    HttpRequest request = zulip.request(Messages.nasty());
    assertThat(request.url()).isEqualTo("https://z.example.org/api/v1/messages");
    assertThat(request.headers())
        .containsEntry("Authorization", Requests.basic("bot@z.example.org", "key"));
    Map<String, String> form = form(request);
    assertThat(form).containsEntry("type", "stream").containsEntry("to", "ops");
    assertThat(form.getOrDefault("topic", "").length()).isLessThanOrEqualTo(60);
    assertThat(form.getOrDefault("content", "").length()).isLessThanOrEqualTo(10_000);
  }

  /** https://gotify.net/docs/pushmsg and https://gotify.net/docs/msgextras */
  @Test
  void gotifyGetsPlainTextAndItsKeyInAHeader() {
    HttpRequest request = new Gotify("https://g.example.org", "A1", 10).request(Messages.nasty());
    assertThat(request.url()).isEqualTo("https://g.example.org/message");
    assertThat(request.headers()).containsEntry("X-Gotify-Key", "A1");
    JsonObject body = json(request);
    assertThat(body.get("priority").getAsInt()).isEqualTo(10);
    assertThat(body.getAsJsonObject("extras").toString()).contains("text/plain", Messages.LINK);
  }

  /** https://pushover.net/api */
  @Test
  void pushoverStaysWithinItsLimitsAndAsksForConfirmationInAnEmergency() {
    Pushover pushover = new Pushover("https://api.pushover.net", "tok", "usr", "phone", 2);
    HttpRequest request = pushover.request(Messages.nasty());
    assertThat(request.url()).isEqualTo("https://api.pushover.net/1/messages.json");
    Map<String, String> form = form(request);
    assertThat(form.getOrDefault("title", "").length()).isLessThanOrEqualTo(250);
    assertThat(form.getOrDefault("message", "").length()).isBetween(1, 1_024);
    assertThat(form)
        .containsEntry("priority", "2")
        .containsEntry("retry", "60")
        .containsEntry("expire", "3600")
        .containsEntry("device", "phone");
    assertThat(form(pushover.request(Messages.of(Kind.UP)))).containsEntry("priority", "0");
  }

  /** https://developer.pagerduty.com/docs/events-api-v2/trigger-events/ */
  @Test
  void pagerDutyResolvesWhatItTriggered() {
    PagerDuty pager = new PagerDuty("https://events.pagerduty.com", "k".repeat(32));
    HttpRequest down = pager.request(Messages.of(Kind.DOWN));
    assertThat(down.url()).isEqualTo("https://events.pagerduty.com/v2/enqueue");
    JsonObject trigger = json(down);
    JsonObject resolve = json(pager.request(Messages.of(Kind.UP)));
    assertThat(trigger.get("event_action").getAsString()).isEqualTo("trigger");
    assertThat(resolve.get("event_action").getAsString()).isEqualTo("resolve");
    assertThat(resolve.get("dedup_key")).isEqualTo(trigger.get("dedup_key"));
    assertThat(resolve.get("routing_key").getAsString()).hasSize(32);
    assertThat(trigger.getAsJsonObject("payload").keySet())
        .contains("summary", "source", "severity", "timestamp", "custom_details");
    JsonObject nasty = json(pager.request(Messages.nasty()));
    assertThat(nasty.get("dedup_key").getAsString().length()).isLessThanOrEqualTo(255);
    assertThat(nasty.getAsJsonObject("payload").get("summary").getAsString().length())
        .isLessThanOrEqualTo(1_024);
  }

  /** https://docs.opsgenie.com/docs/alert-api */
  @Test
  void opsgenieClosesWhatItOpened() {
    Opsgenie opsgenie = new Opsgenie("https://api.opsgenie.com", "key");
    HttpRequest down = opsgenie.request(Messages.of(Kind.DOWN));
    assertThat(down.url()).isEqualTo("https://api.opsgenie.com/v2/alerts");
    assertThat(down.headers()).containsEntry("Authorization", "GenieKey key");
    String alias = json(down).get("alias").getAsString();
    assertThat(opsgenie.request(Messages.of(Kind.UP)).url())
        .isEqualTo(
            "https://api.opsgenie.com/v2/alerts/"
                + alias.replace("/", "%2F")
                + "/close?identifierType=alias");
    JsonObject nasty = json(opsgenie.request(Messages.nasty()));
    assertThat(nasty.get("message").getAsString().length()).isLessThanOrEqualTo(130);
    assertThat(nasty.get("alias").getAsString().length()).isLessThanOrEqualTo(512);
    assertThat(nasty.get("description").getAsString().length()).isLessThanOrEqualTo(15_000);
    assertThat(nasty.getAsJsonArray("tags")).allMatch(tag -> tag.getAsString().length() <= 50);
  }

  @Test
  void aRefusalNamesThePartOfTheConfigThatIsWrong() {
    assertThat(new Slack("x").blame(404, "no_service")).contains("\"slack\" URL", "no_service");
    assertThat(new Telegram("", "", "", null).blame(401, "{\"description\":\"Unauthorized\"}"))
        .contains("\"telegram.token\"");
    assertThat(
            new Telegram("", "", "", null)
                .blame(400, "{\"description\":\"Bad Request: chat not found\"}"))
        .contains("\"telegram.chat\"");
    assertThat(new Matrix("", "", "").blame(403, "{\"errcode\":\"M_FORBIDDEN\"}"))
        .contains("\"matrix.room\"");
    assertThat(
            new Pushover("", "", "", null, null)
                .blame(400, "{\"user\":\"invalid\",\"errors\":[\"user key is invalid\"]}"))
        .contains("\"pushover.user\"");
    assertThat(
            new PagerDuty("", "")
                .blame(400, "{\"errors\":[\"Length of 'routing_key' is incorrect\"]}"))
        .contains("\"pagerduty\" key");
    assertThat(new Opsgenie("", "").blame(401, "")).contains("\"opsgenie\" key", "api.eu.");
    assertThat(
            new Zulip("", "", "", "", null).blame(400, "{\"msg\":\"Stream 'x' does not exist\"}"))
        .contains("\"zulip.stream\"");
    assertThat(new Gotify("", "", null).blame(401, "")).contains("\"gotify.token\"");
    assertThat(Ntfy.of("https://n/t", null, null).blame(403, "{\"error\":\"forbidden\"}"))
        .contains("\"ntfy.token\"");
  }

  @Test
  void aPauseThatAServiceAsksForInItsBodyIsFound() {
    assertThat(RetryAfter.in("{\"retry_after\": 0.65, \"global\": false}")).hasMillis(650);
    assertThat(RetryAfter.in("{\"ok\":false,\"parameters\":{\"retry_after\":35}}")).hasSeconds(35);
    assertThat(RetryAfter.in("{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":1200}"))
        .hasMillis(1_200);
    assertThat(RetryAfter.in("{\"retry-after\": 3.5}")).hasMillis(3_500);
    assertThat(RetryAfter.in("{\"retry_after\": 1e300}")).hasDays(1);
    assertThat(RetryAfter.in("{\"retry_after\": \"x\"}")).isZero();
    assertThat(RetryAfter.in("rate_limited")).isZero();
    assertThat(RetryAfter.in("[".repeat(100_000))).isZero();
  }

  private static List<ChannelMessage> messages() {
    List<ChannelMessage> messages = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      messages.add(Messages.of(kind));
    }
    messages.add(Messages.nasty());
    return messages;
  }

  static JsonObject json(HttpRequest request) {
    JsonReader reader = new JsonReader(new StringReader(request.body()));
    reader.setStrictness(Strictness.STRICT);
    return JsonParser.parseReader(reader).getAsJsonObject();
  }

  static Map<String, String> form(HttpRequest request) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String pair : request.body().split("&", -1)) {
      String[] both = pair.split("=", 2);
      form.put(
          URLDecoder.decode(both[0], StandardCharsets.UTF_8),
          URLDecoder.decode(both[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  /** All texts of the body, one after another. */
  private static String decoded(HttpRequest request) {
    if (String.valueOf(request.headers().get("Content-Type")).contains("form")) {
      return String.join("\n", form(request).values());
    }
    StringBuilder texts = new StringBuilder();
    collect(json(request), texts);
    return texts.toString();
  }

  private static void collect(JsonElement element, StringBuilder texts) {
    if (element.isJsonObject()) {
      element.getAsJsonObject().asMap().values().forEach(value -> collect(value, texts));
    } else if (element.isJsonArray()) {
      element.getAsJsonArray().forEach(value -> collect(value, texts));
    } else if (element.isJsonPrimitive()) {
      texts.append(element.getAsString()).append('\n');
    }
  }
}
