package heartbeat.journal;

import com.google.gson.stream.JsonWriter;
import heartbeat.files.JsonFields;
import heartbeat.tell.JobState;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A job's state as JSON, and back. */
final class JobStateJson {
  private JobStateJson() {}

  static byte[] write(JobState state) {
    return JsonFields.write(json -> write(state, json));
  }

  private static void write(JobState state, JsonWriter json) throws IOException {
    json.name("verdict").value(state.verdict());
    json.name("reason").value(state.reason());
    json.name("since").value(text(state.since()));
    json.name("failingSince").value(text(state.failingSince()));
    json.name("failedRuns").value(state.failedRuns());
    json.name("failedRun").value(state.failedRun());
    json.name("alertKey").value(state.alertKey());
    json.name("alertMailed").value(text(state.alertMailed()));
    json.name("suppressed").value(state.suppressed());
    json.name("recoveryDue").value(state.recoveryDue());
    json.name("pingProblem").value(state.pingProblem());
    json.name("configProblem").value(state.configProblem());
    json.name("configMailed").value(text(state.configMailed()));
    json.name("undeliveredSaid").value(text(state.undeliveredSaid()));
    json.name("pausedUntil").value(text(state.pausedUntil()));
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  /** Throws JsonParseException when it is damaged. */
  static JobState read(byte[] utf8) {
    JsonFields json = JsonFields.parse(utf8);
    return new JobState(
        json.textOrNull("verdict"),
        json.textOrNull("reason"),
        json.instantOrNull("since"),
        json.instantOrNull("failingSince"),
        json.parsed("failedRuns", Integer::parseInt),
        json.textOrNull("failedRun"),
        json.textOrNull("alertKey"),
        json.instantOrNull("alertMailed"),
        json.parsed("suppressed", Integer::parseInt),
        json.flag("recoveryDue"),
        json.textOrNull("pingProblem"),
        json.textOrNull("configProblem"),
        json.instantOrNull("configMailed"),
        json.instantOrNull("undeliveredSaid"),
        json.instantOrNull("pausedUntil"));
  }
}
