package heartbeat.model;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.PingUrl.Signal;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PingUrlTest {
  private static final String ID = "8116e449-d71c-4112-8f5d-a66f60902091";
  private static final String RID = "019a9f38-f348-7001-8000-000000000002";
  private static final String KEY = "Ab3_efghij-lmnopqrstuv";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hc-ping.com/" + ID,
        "https://HC-PING.com/" + ID + "/",
        "https://hchk.io/" + ID,
        "https://hc-ping.com/" + KEY + "/{job}",
        "http://hb.example.org:8000/ping/" + ID,
        "https://me:pw@hb.example.org/sub/path/ping/" + ID + "?create=1",
        "https://hb.example.org/" + ID,
        "https://hb.example.org/ping/" + KEY + "/moodle-cron",
        "http://[::1]:8000/ping/" + ID
      })
  void healthchecksIsRecognised(String url) {
    assertThat(PingUrl.looksLikeHealthchecks(url)).isTrue();
    assertThat(PingUrl.looksLikeCronitor(url)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://cronitor.link/p/KEY/moodle", "https://cronitor.io/p/k/m?env=x"})
  void cronitorIsRecognised(String url) {
    assertThat(PingUrl.looksLikeCronitor(url)).isTrue();
    assertThat(PingUrl.looksLikeHealthchecks(url)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://nosnch.in/c2354d53d2",
        "https://kuma.example.org/api/push/" + ID,
        "https://example.org/ping/short/slug",
        "https://example.org/ping",
        "https://notcronitor.link/p/KEY/moodle",
        "https://example.org/hook?check=" + ID,
        "no url at all",
        ""
      })
  void anythingElseIsPlain(String url) {
    assertThat(PingUrl.looksLikeHealthchecks(url)).isFalse();
    assertThat(PingUrl.looksLikeCronitor(url)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/ID, START, -1, https://h/ID/start?rid=RID",
    "https://h/ID, SUCCESS, -1, https://h/ID?rid=RID",
    "https://h/ID/, SUCCESS, -1, https://h/ID?rid=RID",
    "https://h/ID/, FAILURE, -1, https://h/ID/fail?rid=RID",
    "https://h/ID, FAILURE, 255, https://h/ID/255?rid=RID",
    "https://h/ID, LOG, -1, https://h/ID/log?rid=RID",
    "https://h/ping/KEY/s?create=1, START, -1, https://h/ping/KEY/s/start?create=1&rid=RID",
    "https://h/ping/KEY/s?create=1, SUCCESS, -1, https://h/ping/KEY/s?create=1&rid=RID",
    "https://h/ID/start, FAILURE, -1, https://h/ID/fail?rid=RID",
    "https://h/ID?rid=old&create=1, SUCCESS, -1, https://h/ID?create=1&rid=RID",
    "https://h/ID#x, FAILURE, 1, https://h/ID/1?rid=RID",
    "https://h/own/way?x=1, FAILURE, -1, https://h/own/way/fail?x=1&rid=RID"
  })
  void actionsGoBeforeTheQueryAndTheRunToItsEnd(
      String check, PingKind kind, int status, String url) {
    assertThat(PingUrl.encode(new Signal(filled(check), kind, status, RID))).isEqualTo(filled(url));
  }

  private static String filled(String url) {
    return url.replace("RID", RID).replace("ID", ID).replace("KEY", KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/256", "/-1", "/0x1", "/begin", "/start/start", "/1000", "/start/", "/٣", "//"})
  void whatTheContractRefusesIsNotParsed(String rest) {
    assertThat(PingUrl.parse("https://h/ping/" + ID + rest)).isEmpty();
  }

  @Test
  void whatIsEncodedIsParsedAgain() {
    Random random = new Random(42);
    String[] origins = {"https://hc-ping.com", "http://[::1]:8000/ping", "https://u:p@h/a/ping"};
    String[] queries = {"", "?create=1", "?a=b&create=1"};
    for (int i = 0; i < 2000; i++) {
      String name = random.nextBoolean() ? new UUID(random.nextLong(), i) + "" : KEY + "/s-" + i;
      String check = origins[random.nextInt(3)] + "/" + name + queries[random.nextInt(3)];
      int status = random.nextBoolean() ? random.nextInt(256) : -1;
      PingKind kind =
          status < 0
              ? List.of(PingKind.values()).get(random.nextInt(4))
              : status == 0 ? PingKind.SUCCESS : PingKind.FAILURE;
      Signal signal = new Signal(check, kind, status, random.nextBoolean() ? RID : null);
      assertThat(PingUrl.parse(PingUrl.encode(signal))).contains(signal);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://hc-ping.com/ID/start?rid=RID, https://hc-ping.com/***2091/start?rid=***",
    "https://hc-ping.com/KEY/moodle-cron/fail, https://hc-ping.com/***/moodle-cron/fail",
    "https://hc-ping.com/guessable/moodle, https://hc-ping.com/***/moodle",
    "http://ann:s3cret@h.example:8080/ping/ID, http://***@h.example:8080/ping/***2091",
    "http://ann:p@ss@h.example/x, http://***@h.example/x",
    "https://cronitor.link/p/secretkey/moodle?state=run, https://cronitor.link/p/***/moodle?state=***",
    "https://nosnch.in/c2354d53d2?m=hi, https://nosnch.in/***?m=***",
    "https://k.example/api/push/abcdefghij?status=up&TOKEN, https://k.example/api/push/***?status=***&***",
    "https://hooks.example/services/T0/B0/XyZ123abc, https://hooks.example/services/***/***/***",
    "https://example.org/cron/moodle-done, https://example.org/cron/moodle-done",
    "https://example.org/{job}/{verdict}?x={run}#frag, https://example.org/{job}/{verdict}?x=***#***",
    "https://ID.example/x, https://***/x",
    "https://h:ID/x, https://h:***/x",
    "hc-ping.com/ID, hc-ping.com/***2091",
    "ID, ***",
    "ID/start, ***/start",
    "my secret ID, ***",
    "ht!tp://x y/ID, ***://***/***2091",
    "https://, https://"
  })
  void maskedUrlsShowWhereButNotTheSecret(String url, String masked) {
    assertThat(PingUrl.masked(filled(url))).isEqualTo(masked);
  }

  @Test
  void noShapeOfUrlLetsASecretThrough() {
    Random random = new Random(7);
    String alphabet = "/?#@:&=. %[]{}\\\"'ab";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder url = new StringBuilder(random.nextBoolean() ? "https://" : "");
      for (int n = random.nextInt(8); n > 0; n--) {
        url.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      url.append(ID);
      for (int n = random.nextInt(8); n > 0; n--) {
        url.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(PingUrl.masked(url.toString())).doesNotContain(ID.substring(0, 20));
    }
  }

  @Test
  void urlsInsideATextAreMaskedAndTheTextStays() {
    String text =
        "Failed to connect to https://hc-ping.com/"
            + ID
            + ", then (http://u:p@proxy.example:3128/): unexpected end of stream on /"
            + ID
            + "/fail; run "
            + RID
            + " täglich";
    assertThat(PingUrl.maskedIn(text))
        .isEqualTo(
            "Failed to connect to https://hc-ping.com/***2091, then (http://***@proxy.example:3128/):"
                + " unexpected end of stream on /***2091/fail; run "
                + RID
                + " täglich");
    assertThat(PingUrl.maskedIn("nothing: here/or there")).isEqualTo("nothing: here/or there");
  }
}
