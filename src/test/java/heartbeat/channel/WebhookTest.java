package heartbeat.channel;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.channel.ChannelMessage.Kind;
import heartbeat.model.HttpRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookTest {
  private static HttpRequest filled(String body, Map<String, String> headers) {
    return new Webhook("https://example.org/{slug}?q={subject}", "POST", headers, body)
        .request(Messages.nasty());
  }

  @Test
  void aBodyThatBeginsWithABraceOrBracketIsJson() {
    for (String body : new String[] {"{\"text\": \"{text}\"}", " [\"{log}\", {missed}]"}) {
      HttpRequest request = filled(body, Map.of());
      assertThat(request.headers()).containsEntry("Content-Type", "application/json");
      assertThat(com.google.gson.JsonParser.parseString(request.body()).isJsonNull()).isFalse();
    }
  }

  @Test
  void aBodyThatBeginsWithAPlaceholderIsText() {
    HttpRequest request = filled("{check}: {event}", Map.of());
    assertThat(request.headers()).containsEntry("Content-Type", "text/plain; charset=utf-8");
    assertThat(request.body()).endsWith(": down").contains("<!channel>");
  }

  @Test
  void inAFormValuesAreEncoded() {
    HttpRequest request =
        filled("text={subject}", Map.of("content-type", "application/x-www-form-urlencoded"));
    assertThat(request.body()).matches("text=[A-Za-z0-9_.*%-]+");
    assertThat(request.headers()).containsOnlyKeys("content-type", "Idempotency-Key");
  }

  @Test
  void aBodyThatCanNotBecomeJsonIsNamed() {
    Webhook good = new Webhook("https://x", "POST", Map.of(), "{\"a\": {missed}, \"b\": \"{at}\"}");
    assertThat(good.bodyProblem()).isNull();
    Webhook bare = new Webhook("https://x", "POST", Map.of(), "{\"a\": {text}}");
    assertThat(bare.bodyProblem()).contains("double quotes");
    Webhook open = new Webhook("https://x", "POST", Map.of(), "{\"a\": \"{text}\"");
    assertThat(open.bodyProblem()).isNotNull();
  }

  @Test
  void everyPlaceholderOfTheTableIsFilledInAndOthersStay() {
    StringBuilder template = new StringBuilder();
    AlertPlaceholder.names().forEach(name -> template.append('{').append(name).append("}\n"));
    String filled =
        AlertPlaceholder.fill(template + "{other}", Messages.of(Kind.UP), value -> value);
    assertThat(filled).contains("recovered", "up\n", "42\n").endsWith("{other}");
    assertThat(filled.replace("{other}", "")).doesNotContain("{");
  }

  @Test
  void aValueIsNotFilledInAgain() {
    ChannelMessage up = Messages.of(Kind.UP);
    ChannelMessage odd =
        new ChannelMessage(
            up.kind(),
            "1",
            "k",
            "{id}",
            "{text}",
            "",
            "",
            up.tags(),
            up.log(),
            "",
            up.at(),
            up.facts());
    assertThat(AlertPlaceholder.fill("{check}/{subject}", odd, v -> v)).isEqualTo("{id}/{text}");
  }
}
