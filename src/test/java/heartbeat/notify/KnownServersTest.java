package heartbeat.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

class KnownServersTest {

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

      byte[] end = KnownServers.end(whole, limit);

      String decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(end)).toString();
      assertThat(text.toString()).endsWith(decoded);
      assertThat(end.length).isLessThanOrEqualTo(limit);
      assertThat(end.length).isGreaterThan(Math.min(limit, whole.length) - 4);
    }
  }

  @Test
  void eachServerHasItsOwnLimitAndNonsenseIsNone() {
    var servers = new KnownServers();
    HttpUrl one = HttpUrl.get("https://one.example/a");
    HttpUrl two = HttpUrl.get("https://two.example/a");

    servers.learn(one, "3");
    servers.learn(two, "many");
    servers.learn(two, "-1");
    servers.learn(two, null);

    assertThat(servers.fit(HttpUrl.get("https://one.example/b"), "12345"))
        .asString()
        .isEqualTo("345");
    assertThat(servers.fit(two, "12345")).asString().isEqualTo("12345");
  }
}
