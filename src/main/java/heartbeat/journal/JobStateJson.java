package heartbeat.journal;

import com.google.gson.stream.JsonWriter;
import heartbeat.files.JsonFields;
import heartbeat.tell.JobState;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A job's state as JSON, and back. */
final class JobStateJson {
  private JobStateJson() {}

  static byte[] write(JobState state) {
    return JsonFields.write(json -> write(state, json));
  }

  private static void write(JobState state, JsonWriter json) throws IOException {
    json.name("verdict").value(state.last().verdict());
    json.name("reason").value(state.last().reason());
    json.name("since").value(text(state.last().since()));
    json.name("failingSince").value(text(state.failing().since()));
    json.name("failedRuns").value(state.failing().runs());
    json.name("failedRun").value(state.failing().run());
    json.name("alertKey").value(state.alert().key());
    json.name("alertMailed").value(text(state.alert().mailed()));
    json.name("suppressed").value(state.alert().suppressed());
    json.name("recoveryDue").value(state.alert().recoveryDue());
    json.name("alertReached").value(String.join(",", state.alert().reached()));
    json.name("pingProblem").value(state.troubles().pingProblem());
    json.name("configProblem").value(state.troubles().configProblem());
    json.name("configMailed").value(text(state.troubles().configMailed()));
    json.name("undeliveredSaid").value(text(state.troubles().undelivered()));
    json.name("switchAt").value(state.switchAt());
    json.name("pausedUntil").value(text(state.pausedUntil()));
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  /** Throws JsonParseException when it is damaged. */
  static JobState read(byte[] utf8) {
    JsonFields json = JsonFields.parse(utf8);
    return new JobState(
        new JobState.Last(
            json.textOrNull("verdict"), json.textOrNull("reason"), json.instantOrNull("since")),
        new JobState.Failing(
            json.instantOrNull("failingSince"),
            json.parsed("failedRuns", Integer::parseInt),
            json.textOrNull("failedRun")),
        new JobState.Alerted(
            json.textOrNull("alertKey"),
            json.instantOrNull("alertMailed"),
            json.parsed("suppressed", Integer::parseInt),
            json.flag("recoveryDue"),
            listed(json.textOrNull("alertReached"))),
        new JobState.Troubles(
            json.textOrNull("pingProblem"),
            json.textOrNull("configProblem"),
            json.instantOrNull("configMailed"),
            json.instantOrNull("undeliveredSaid")),
        json.textOrNull("switchAt"),
        json.instantOrNull("pausedUntil"));
  }

  private static List<String> listed(@Nullable String text) {
    return text == null || text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }
}
