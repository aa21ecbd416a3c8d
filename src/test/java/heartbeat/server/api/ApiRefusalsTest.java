package heartbeat.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.server.Fixtures;
import heartbeat.server.StoreKind;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the management API refuses, in the words of healthchecks. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class ApiRefusalsTest extends ApiSwitch {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'x'} | could not parse request body",
        "{\"name\":\"x\"} // note | could not parse request body",
        "{\"name\":\"x\",} | could not parse request body",
        "{\"name\":\"x\"} {} | could not parse request body",
        "{name:\"x\"} | could not parse request body",
        "[] | json validation error: value is not an object",
        "\"x\" | json validation error: value is not an object",
        "{\"name\":null} | json validation error: name is not a string",
        "{\"timeout\":null} | json validation error: timeout is not a number",
        "{\"timeout\":60.5} | json validation error: timeout is not a number",
        "{\"timeout\":\"60\"} | json validation error: timeout is not a number",
        "{\"timeout\":99999999999999999999} | json validation error: timeout is too large",
        "{\"manual_resume\":null} | json validation error: manual_resume is not a boolean",
        "{\"filter_http_body\":\"yes\"} | json validation error: filter_http_body is not a boolean",
        "{\"methods\":\"PUT\"} | json validation error: methods has unexpected value",
        "{\"unique\":\"name\"} | json validation error: unique is not an array",
        "{\"unique\":[\"x\"]} | json validation error: an item in 'unique' has unexpected value",
        "{\"tz\":\"+02:00\"} | json validation error: tz is not a valid timezone",
        "{\"tz\":\"\"} | json validation error: tz is not a valid timezone",
        "{\"schedule\":\"\"} | json validation error: schedule is not a valid cron or OnCalendar"
            + " expression",
        "{\"name\":\"a\\u0000b\"} | json validation error: name has unexpected value",
      })
  void whatIsWrongIsSaidInTheWordsOfHealthchecks(String body, String error) throws Exception {
    HttpResponse<String> answer = send("POST", "/api/v3/checks/", body, "write-key");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).get("error").getAsString()).isEqualTo(error);
  }

  @Test
  void whatIsNotUtf8IsNoJson() throws Exception {
    byte[] body = "{\"name\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.uri() + "/api/v3/checks/"))
            .POST(BodyPublishers.ofByteArray(body))
            .header("X-Api-Key", "write-key")
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("could not parse request body");
  }

  @Test
  void lengthsAreCountedInCharacters() throws Exception {
    String name = "🚀".repeat(100);
    assertThat(get(made("{\"name\":\"" + name + "\"}")).get("name").getAsString()).isEqualTo(name);
    assertThat(refusal("{\"name\":\"" + name + "🚀\"}")).endsWith("name is too long");
    assertThat(refusal("{\"tags\":\"" + "t ".repeat(251) + "\"}")).endsWith("tags is too long");
    made("{\"desc\":\"" + "d".repeat(200_000) + "\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, channels/",
    "POST, badges/",
    "HEAD, checks/",
    "DELETE, checks/",
    "PATCH, checks/",
    "GET, checks/{uuid}/pause",
    "POST, checks/{uuid}/flips/",
    "HEAD, checks/{uuid}",
    "PUT, checks/{uuid}"
  })
  void whatCantBeDoneWithAResourceIsNotAllowed(String method, String path) throws Exception {
    String filled = "/api/v3/" + path.replace("{uuid}", Fixtures.UUID_1.toString());
    HttpResponse<String> answer = send(method, filled, "", "");
    assertThat(answer.statusCode()).isEqualTo(405);
  }

  @Test
  void whatIsNotPausedIsNotResumed() throws Exception {
    HttpResponse<String> answer =
        send("POST", "/api/v3/checks/" + Fixtures.UUID_1 + "/resume", "", "write-key");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).isEqualTo("check is not paused");
  }
}
