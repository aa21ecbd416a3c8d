package heartbeat.tell;

import heartbeat.model.JobName;
import heartbeat.model.LinePattern;
import heartbeat.model.RunId;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Finding;
import heartbeat.run.Job;
import heartbeat.run.MailSettings;
import heartbeat.run.MailSettings.Occasion;
import heartbeat.run.Observation;
import heartbeat.run.PingSettings;
import heartbeat.run.PingSettings.Body;
import heartbeat.run.PingSettings.Style;
import heartbeat.run.Reason;
import heartbeat.run.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jobs, captures and verdicts for the tests of plans. */
final class Samples {
  static final String TASK = "LDAP users sync job (auth_ldap\\task\\sync_task)";
  static final Instant START = Instant.parse("2025-11-20T03:05:01Z");
  static final Instant END = START.plus(Duration.ofSeconds(250));
  static final RunId RUN = RunId.of(START, 1, 2);
  static final Context CONTEXT = new Context("web1", END, "1.0.0");
  static final String UUID = "8116e449-d71c-4112-8f5d-a66f60902091";
  static final String HC = "https://hc-ping.com/" + UUID;

  private Samples() {}

  static Context at(Instant now) {
    return new Context("web1", now, "1.0.0");
  }

  static PingSettings ping(@Nullable String url, Body body) {
    return ping(url, null, null, null, null, null, "POST", body, 10_000, false);
  }

  static PingSettings ping(
      @Nullable String url,
      @Nullable String start,
      @Nullable String success,
      @Nullable String failure,
      @Nullable String log,
      @Nullable Style style,
      String method,
      Body body,
      int limit,
      boolean warningIsFailure) {
    return new PingSettings(
        new PingSettings.Urls(url, start, success, failure, log),
        style,
        true,
        warningIsFailure,
        new PingSettings.Content(method, body, limit, Map.of("X-Team", "ops"), "heartbeat/1.0.0"),
        PingSettings.NONE.network(),
        Duration.ZERO);
  }

  static MailSettings mail(Occasion... on) {
    EnumSet<Occasion> set =
        on.length == 0 ? EnumSet.allOf(Occasion.class) : EnumSet.copyOf(List.of(on));
    return new MailSettings(List.of("admin@example.org"), null, set, null, Duration.ofMinutes(30));
  }

  static Job job(PingSettings ping, MailSettings mail) {
    return job("moodle", ping, mail);
  }

  static Job job(String name, PingSettings ping, MailSettings mail) {
    Job plain = Job.named(new JobName(name));
    return new Job(
        plain.name(),
        plain.rules(),
        ping,
        mail,
        List.of(),
        new Job.Limits(Duration.ofHours(2), Duration.ofMinutes(10), plain.limits().killAfter()),
        plain.exec(),
        plain.log(),
        new Job.Redaction(List.of(LinePattern.of("(?i)staff-\\d+")), true),
        plain.keep(),
        false);
  }

  static Capture capture(String output, Ending ending, @Nullable String openTask) {
    return capture(output, ending, openTask, List.of(), 0);
  }

  static Capture capture(
      String output,
      Ending ending,
      @Nullable String openTask,
      List<Finding> findings,
      long oomKills) {
    String last = output.strip();
    return new Capture(
        START,
        END,
        Duration.between(START, END),
        output.getBytes(java.nio.charset.StandardCharsets.UTF_8).length,
        output.lines().count(),
        output,
        0,
        ending,
        new Observation(
            new Observation.Sight.Unjudged(),
            findings,
            1,
            openTask,
            last.substring(last.lastIndexOf('\n') + 1)),
        oomKills,
        List.of());
  }

  static Verdict success() {
    return new Verdict.Success(List.of());
  }

  static Verdict failure(Reason reason) {
    return new Verdict.Failure(reason, List.of());
  }

  static Verdict warning(String... tasks) {
    return new Verdict.Warning(
        List.of(tasks).stream()
            .map(task -> new Finding("task-failed", task, "error/auth_ldap_noconnect_all"))
            .toList());
  }

  static Verdict skipped() {
    return new Verdict.Skipped("maintenance", List.of());
  }
}
