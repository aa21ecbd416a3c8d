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
    json.name("started").value(record.times().started().toString());
    json.name("ended").value(record.times().ended().toString());
    json.name("elapsed").value(record.times().elapsed().toString());
    json.name("verdict").value(record.outcome().verdict());
    json.name("reason").value(record.outcome().reason());
    json.name("findings").beginArray();
    for (Finding finding : record.outcome().findings()) {
      json.beginObject();
      json.name("kind").value(finding.kind());
      json.name("task").value(finding.task());
      json.name("message").value(finding.message());
      json.endObject();
    }
    json.endArray();
    json.name("openTask").value(record.output().openTask());
    json.name("lastLine").value(record.output().lastLine());
    json.name("says").value(record.outcome().says());
    json.name("bytes").value(record.output().bytes());
    json.name("lines").value(record.output().lines());
    json.name("leftOut").value(record.output().leftOut());
    json.name("markers").value(record.output().markers());
    json.name("exitStatus").value(record.exit().status());
    json.name("signal").value(record.exit().signal());
    json.name("oomKills").value(record.exit().oomKills());
    JsonFields.writeTexts(json, "notes", record.notes());
    json.name("snapshot").value(record.snapshot());
  }

  /** Throws JsonParseException when it is damaged. */
  static RunRecord read(byte[] utf8) {
    JsonFields json = JsonFields.parse(utf8);
    return new RunRecord(
        json.parsed("job", JobName::new),
        json.parsed("run", RunId::parse),
        new RunRecord.Times(
            json.instant("started"), json.instant("ended"), json.duration("elapsed")),
        new RunRecord.Outcome(
            json.text("verdict"),
            json.textOrNull("reason"),
            json.objects("findings", RunRecordJson::finding),
            json.textOrNull("says")),
        new RunRecord.Output(
            json.number("bytes"),
            json.number("lines"),
            json.number("leftOut"),
            json.number("markers"),
            json.textOrNull("openTask"),
            json.text("lastLine")),
        new RunRecord.Exit(
            json.integerOrNull("exitStatus"),
            json.integerOrNull("signal"),
            json.number("oomKills")),
        json.texts("notes"),
        json.textOrNull("snapshot"));
  }

  private static Finding finding(JsonFields json) {
    return new Finding(json.text("kind"), json.textOrNull("task"), json.text("message"));
  }
}
