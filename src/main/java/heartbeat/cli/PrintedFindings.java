package heartbeat.cli;

import com.google.gson.stream.JsonWriter;
import heartbeat.run.Finding;
import java.io.IOException;

/** Findings as commands print them. */
final class PrintedFindings {
  private PrintedFindings() {}

  /** One line for people. */
  static String line(Finding finding) {
    String task = finding.task();
    return finding.kind() + ": " + (task == null ? "" : task + ": ") + finding.message();
  }

  /** One JSON object. */
  static void write(Finding finding, JsonWriter json) throws IOException {
    json.beginObject();
    json.name("kind").value(finding.kind());
    json.name("task").value(finding.task());
    json.name("message").value(finding.message());
    json.endObject();
  }
}
