package heartbeat.journal;

import com.google.gson.stream.JsonWriter;
import heartbeat.files.JsonFields;
import heartbeat.model.JobName;
import heartbeat.model.RunId;
import heartbeat.run.Finding;
import java.io.IOException;

/** A run's record as JSON, and back. */
final class RunRecordJson {
  private RunRecordJson() {}

  static byte[] write(RunRecord record) {
    return JsonFields.write(json -> write(record, json));
  }

  private static void write(RunRecord record, JsonWriter json) throws IOException {
    json.name("job").value(record.job().value());
    json.name("run").value(record.run().toString());
    json.name("started").value(record.started().toString());
    json.name("ended").value(record.ended().toString());
    json.name("elapsed").value(record.elapsed().toString());
    json.name("verdict").value(record.verdict());
    json.name("reason").value(record.reason());
    json.name("findings").beginArray();
    for (Finding finding : record.findings()) {
      json.beginObject();
      json.name("kind").value(finding.kind());
      json.name("task").value(finding.task());
      json.name("message").value(finding.message());
      json.endObject();
    }
    json.endArray();
    json.name("openTask").value(record.openTask());
    json.name("lastLine").value(record.lastLine());
    json.name("says").value(record.says());
    json.name("bytes").value(record.bytes());
    json.name("lines").value(record.lines());
    json.name("leftOut").value(record.leftOut());
    json.name("markers").value(record.markers());
    json.name("exitStatus").value(record.exitStatus());
    json.name("signal").value(record.signal());
    json.name("oomKills").value(record.oomKills());
    JsonFields.writeTexts(json, "notes", record.notes());
    json.name("snapshot").value(record.snapshot());
  }

  /** Throws JsonParseException when it is damaged. */
  static RunRecord read(byte[] utf8) {
    JsonFields json = JsonFields.parse(utf8);
    return new RunRecord(
        json.parsed("job", JobName::new),
        json.parsed("run", RunId::parse),
        json.instant("started"),
        json.instant("ended"),
        json.duration("elapsed"),
        json.text("verdict"),
        json.textOrNull("reason"),
        json.objects("findings", RunRecordJson::finding),
        json.textOrNull("openTask"),
        json.text("lastLine"),
        json.textOrNull("says"),
        json.number("bytes"),
        json.number("lines"),
        json.number("leftOut"),
        json.number("markers"),
        json.integerOrNull("exitStatus"),
        json.integerOrNull("signal"),
        json.number("oomKills"),
        json.texts("notes"),
        json.textOrNull("snapshot"));
  }

  private static Finding finding(JsonFields json) {
    return new Finding(json.text("kind"), json.textOrNull("task"), json.text("message"));
  }
}
