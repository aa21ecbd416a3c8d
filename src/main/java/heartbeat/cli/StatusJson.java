package heartbeat.cli;

import com.google.gson.stream.JsonWriter;
import heartbeat.journal.RunEntry;
import heartbeat.journal.RunRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;

/** How jobs stand, for programs: an array of objects. Times are ISO 8601 in UTC. */
final class StatusJson {
  private StatusJson() {}

  static String of(List<JobStatus> all) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setIndent("  ");
      json.beginArray();
      for (JobStatus status : all) {
        RunEntry latest = status.latest();
        RunRecord record = latest instanceof RunEntry.Ended it ? it.record() : null;
        json.beginObject();
        json.name("job").value(status.job().value());
        json.name("verdict").value(status.verdict());
        json.name("reason").value(latest == null ? null : latest.reason());
        json.name("run").value(latest == null ? null : latest.run().toString());
        json.name("started").value(latest == null ? null : latest.started().toString());
        json.name("ended").value(record == null ? null : record.times().ended().toString());
        json.name("durationMs").value(record == null ? null : record.times().elapsed().toMillis());
        json.name("undelivered").value(status.undelivered());
        json.name("next").value(status.next() == null ? null : status.next().toString());
        json.name("running").value(status.running().size());
        json.name("hanging").value(status.hanging());
        json.name("slow").value(status.isSlow());
        json.name("overdue").value(status.isOverdue());
        json.name("bytes").value(record == null ? null : record.output().bytes());
        json.name("openTask").value(record == null ? null : record.output().openTask());
        json.name("lastLine").value(record == null ? null : record.output().lastLine());
        json.name("says").value(record == null ? null : record.outcome().says());
        json.name("exitStatus").value(record == null ? null : record.exit().status());
        json.name("pingProblem").value(status.state().troubles().pingProblem());
        Instant until = status.state().pausedUntil();
        json.name("pausedUntil").value(until == null ? null : until.toString());
        json.name("findings").beginArray();
        if (record != null) {
          for (var finding : record.outcome().findings()) {
            PrintedFindings.write(finding, json);
          }
        }
        json.endArray();
        json.endObject();
      }
      json.endArray();
    }
    return text.toString();
  }
}
