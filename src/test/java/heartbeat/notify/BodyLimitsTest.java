package heartbeat.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

class BodyLimitsTest {

  @Test
  void theEndIsKeptAndNeverCutWithinACharacter() throws CharacterCodingException {
    var random = new Random(13);
    for (int round = 0; round < 2_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        text.append(new String[] {"a", "é", "€", "😀"}[random.nextInt(4)]);
      }
      byte[] whole = text.toString().getBytes(StandardCharsets.UTF_8);
      int limit = random.nextInt(60);

      byte[] end = BodyLimits.end(whole, limit);

      String decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(end)).toString();
      assertThat(text.toString()).endsWith(decoded);
      assertThat(end.length).isLessThanOrEqualTo(limit);
      assertThat(end.length).isGreaterThan(Math.min(limit, whole.length) - 4);
    }
  }

  @Test
  void eachServerHasItsOwnLimitAndNonsenseIsNone() {
    var limits = new BodyLimits();
    HttpUrl one = HttpUrl.get("https://one.example/a");
    HttpUrl two = HttpUrl.get("https://two.example/a");

    limits.learn(one, "3");
    limits.learn(two, "many");
    limits.learn(two, "-1");
    limits.learn(two, null);

    assertThat(limits.fit(HttpUrl.get("https://one.example/b"), "12345"))
        .asString()
        .isEqualTo("345");
    assertThat(limits.fit(two, "12345")).asString().isEqualTo("12345");
  }
}
