package heartbeat.cli;

import com.google.gson.stream.JsonWriter;
import heartbeat.config.Command;
import heartbeat.config.Config;
import heartbeat.config.ConfigLoader;
import heartbeat.config.Flags;
import heartbeat.config.Problem;
import heartbeat.config.Sources;
import heartbeat.model.JobName;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Refusal;
import heartbeat.recognise.Observer;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Judge;
import heartbeat.run.Observation;
import heartbeat.run.Rules;
import heartbeat.run.Verdict;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code heartbeat judge [JOB] [--json] < log}: the verdict on this output. */
public final class JudgeCommand {
  private JudgeCommand() {}

  public static int run(Invocation invocation, String[] arguments) throws IOException {
    Flags flags =
        Flags.parse(arguments, new Flags.Extra("json", false), new Flags.Extra("exit-status", true))
            .withoutCommand();
    if (flags.asksForHelp()) {
      return Help.show(invocation, Command.JUDGE);
    }
    JobName name = flags.job() == null ? JobName.DEFAULT : flags.job();
    Config config = ConfigLoader.loadReadable(Sources.ofSystem(), flags);
    List<String> usage = new ArrayList<>();
    boolean wrong = false;
    for (Problem problem : config.problemsFor(name)) {
      wrong |= problem.isError();
      if (problem.isError() && problem.isUsage()) {
        usage.add(problem.toString());
      } else if (problem.isError() || problem.key().isEmpty()) {
        invocation.err().println("heartbeat: " + problem);
      }
    }
    if (!usage.isEmpty()) {
      return UsageError.tell(invocation, Command.JUDGE, usage);
    }
    if (wrong) {
      return ExitStatus.CONFIG;
    }
    Rules rules = config.job(name).rules();
    Observer observer = new Observer(rules);
    try (InputStream in = new FileInputStream(FileDescriptor.in)) {
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        observer.accept(buffer, 0, read);
      }
    }
    Capture capture = capture(observer, ending(flags));
    Verdict verdict = Judge.judge(rules, capture);
    invocation.out().println(flags.has("json") ? json(verdict, capture) : text(verdict, capture));
    return verdict instanceof Verdict.Failure ? ExitStatus.FAILURE : ExitStatus.OK;
  }

  /** A log has no exit status; a person who knows it may pass it. */
  private static Ending ending(Flags flags) {
    String status = flags.value("exit-status");
    if (status == null) {
      return new Ending.Eof();
    }
    try {
      return new Ending.Exited(Integer.parseInt(status));
    } catch (NumberFormatException e) {
      throw new Refusal(ExitStatus.USAGE, "--exit-status: '" + status + "' is not a number");
    }
  }

  private static Capture capture(Observer observer, Ending ending) {
    Instant unknown = Instant.EPOCH;
    // No duration is known: too long for any min-duration.
    Duration elapsed = Duration.ofDays(1);
    return new Capture(
        unknown,
        unknown,
        elapsed,
        observer.bytes(),
        observer.lines(),
        "",
        0,
        ending,
        observer.observe(),
        -1,
        List.of());
  }

  private static String text(Verdict verdict, Capture capture) {
    StringBuilder text = new StringBuilder("verdict    ").append(verdict.id());
    Observation seen = capture.observation();
    if (verdict.reason() != null) {
      text.append("\nreason     ").append(verdict.reason());
    }
    if (seen.openTask() != null) {
      text.append("\nopen task  ").append(seen.openTask());
    }
    verdict.findings().forEach(f -> text.append("\nfinding    ").append(PrintedFindings.line(f)));
    text.append("\nmarkers    ").append(seen.markers());
    text.append("\nlines      ").append(capture.lines());
    text.append("\nbytes      ").append(capture.bytes());
    return text.append("\nlast line  ").append(seen.lastLine()).toString();
  }

  private static String json(Verdict verdict, Capture capture) throws IOException {
    Observation seen = capture.observation();
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      json.name("verdict").value(verdict.id());
      json.name("reason").value(verdict.reason());
      json.name("findings").beginArray();
      for (var finding : verdict.findings()) {
        PrintedFindings.write(finding, json);
      }
      json.endArray();
      json.name("markers").value(seen.markers());
      json.name("lines").value(capture.lines());
      json.name("bytes").value(capture.bytes());
      json.name("lastLine").value(seen.lastLine());
      json.name("openTask").value(seen.openTask());
      json.endObject();
    }
    return text.toString();
  }
}
