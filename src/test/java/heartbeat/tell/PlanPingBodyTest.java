package heartbeat.tell;

import static heartbeat.tell.Samples.HC;
import static heartbeat.tell.Samples.RUN;
import static heartbeat.tell.Samples.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.Notification.SendPing;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Finding;
import heartbeat.run.Job;
import heartbeat.run.MailSettings;
import heartbeat.run.PingSettings;
import heartbeat.run.PingSettings.Body;
import heartbeat.run.Reason;
import heartbeat.run.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a ping says beside its URL: little, and nothing that is secret. */
class PlanPingBodyTest {
  private static final String LOG = "Server Time\nstaff-12 password=hunter2\nlast line\n";

  private static Job job(PingSettings ping) {
    return Samples.job(ping, MailSettings.NONE);
  }

  @Test
  void aSummaryHoldsNoTextOfTheLogButTheLineThatTellsMost() {
    Job job = job(Samples.ping(HC, Body.SUMMARY));
    List<Finding> findings = List.of(new Finding("failure-marker", null, "last line"));
    Capture capture = Samples.capture(LOG, new Ending.Exited(3), TASK, findings, 2);
    for (Reason reason : Reason.values()) {
      Verdict verdict = new Verdict.Failure(reason, findings);
      Plan plan = Plan.of(job, RUN, verdict, capture, JobState.EMPTY, Samples.CONTEXT);
      assertThat(plan.pings().getFirst().body())
          .startsWith("failure: " + reason.id() + "\nIt")
          .contains("last line\n")
          .contains("duration 4m 10s, exit status 3, 48 bytes in 3 lines", "2 OOM kills")
          .contains("job moodle on web1, run " + RUN)
          .doesNotContain("Server Time", "hunter2", "staff-12");
    }
    Plan warning =
        Plan.of(job, RUN, Samples.warning(TASK, "b\\c"), capture, JobState.EMPTY, Samples.CONTEXT);
    assertThat(warning.pings().getFirst().body())
        .startsWith("warning: task-failed\nIt says: error/auth_ldap_noconnect_all\n")
        .contains("2 tasks failed", TASK, "b\\c");
    assertThat(warning.pings().getFirst().request().headers())
        .containsEntry("Content-Type", "text/plain; charset=utf-8")
        .containsEntry("User-Agent", "heartbeat/1.0.0");
  }

  @Test
  void namesOfTasksAreRedacted() {
    Job job = job(Samples.ping(HC, Body.SUMMARY));
    Verdict verdict = Samples.warning("Sync of staff-12", "token=abc");
    Capture capture = Samples.capture(LOG, new Ending.Eof(), null);
    Plan plan = Plan.of(job, RUN, verdict, capture, JobState.EMPTY, Samples.CONTEXT);
    assertThat(plan.pings().getFirst().body())
        .contains("Sync of ***", "token=***")
        .doesNotContain("staff-12", "abc");
  }

  @Test
  void aTailIsRedactedAndKeepsTheEndInWholeCharacters() {
    String log = "secret: hunter2\nname staff-7\n" + "äé€😀".repeat(300) + "\nend";
    for (int limit = 0; limit < 200; limit++) {
      PingSettings settings =
          Samples.ping(HC, null, null, null, null, null, "POST", Body.TAIL, limit + 4, false);
      Capture capture = Samples.capture(log, new Ending.Eof(), null);
      Plan plan =
          Plan.of(job(settings), RUN, Samples.success(), capture, JobState.EMPTY, Samples.CONTEXT);
      String body = plan.pings().getFirst().body();
      assertThat(body.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(limit + 4);
      assertThat(body).endsWith("end").doesNotContain("?");
    }
    PingSettings all = Samples.ping(HC, Body.TAIL);
    Capture capture = Samples.capture(log, new Ending.Eof(), null);
    Plan plan = Plan.of(job(all), RUN, Samples.success(), capture, JobState.EMPTY, Samples.CONTEXT);
    assertThat(plan.pings().getFirst().body()).startsWith("secret: ***\nname ***\näé€😀");
  }

  @Test
  void aTailWithoutALogIsASummary() {
    Job job = job(Samples.ping(HC, Body.TAIL));
    Capture capture = Samples.capture("", new Ending.Eof(), null);
    Plan plan =
        Plan.of(
            job, RUN, Samples.failure(Reason.NO_OUTPUT), capture, JobState.EMPTY, Samples.CONTEXT);
    assertThat(plan.pings().getFirst().body()).startsWith("failure: no-output\n");
    assertThat(Plan.start(job, RUN, Samples.CONTEXT).orElseThrow().body())
        .isEqualTo("started\njob moodle on web1, run " + RUN + ", heartbeat 1.0.0\n");
  }

  @Test
  void theFirstLineOfACutTailIsLeftOut() {
    Job job = job(Samples.ping(HC, Body.TAIL));
    Capture whole = Samples.capture("hunter2 is half a secret\nrest\n", new Ending.Eof(), null);
    Capture cut =
        new Capture(
            whole.started(),
            whole.ended(),
            whole.elapsed(),
            1L << 20,
            9000,
            whole.tail(),
            0,
            whole.ending(),
            whole.observation(),
            0,
            List.of());
    assertThat(LogTail.of(telling(job, cut))).isEqualTo("rest\n");
    assertThat(LogTail.of(telling(job, whole))).startsWith("hunter2");
  }

  private static RunReport telling(Job job, Capture capture) {
    return RunReport.of(
        job, RUN, Samples.success(), capture, Samples.CONTEXT, RunReport.Mode.ENDED);
  }

  @Test
  void cronitorsMessageIsInItsUrlAndNotLongerThanItTakes() {
    String[] tasks = new String[100];
    for (int i = 0; i < tasks.length; i++) {
      tasks[i] = "A task with a rather long name, so that many of them are too long: " + i;
    }
    Job job = job(Samples.ping("https://cronitor.link/p/KEY/moodle", Body.SUMMARY));
    Capture capture = Samples.capture(LOG, new Ending.Eof(), null);
    Plan plan = Plan.of(job, RUN, Samples.warning(tasks), capture, JobState.EMPTY, Samples.CONTEXT);
    SendPing ping = plan.pings().getFirst();
    String query = ping.url().substring(ping.url().indexOf("&message=") + "&message=".length());
    String message = java.net.URLDecoder.decode(query, StandardCharsets.UTF_8);
    assertThat(message).startsWith("warning: task-failed");
    assertThat(message.length()).isBetween(1000, 2000);
    assertThat(ping.body()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Body.class)
  void aTestPingSaysThatItIsATest(Body body) {
    Job job = job(Samples.ping(HC, body));
    Plan plan = Plan.test(job, RUN, Samples.failure(Reason.NO_OUTPUT), Samples.CONTEXT);
    SendPing ping = plan.pings().getFirst();
    assertThat(ping.url()).isEqualTo(HC + "/fail?rid=" + RUN);
    assertThat(ping.body()).startsWith("TEST");
    assertThat(ping.request().headers()).containsEntry("User-Agent", "heartbeat/1.0.0 (test)");
  }
}
