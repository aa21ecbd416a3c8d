package heartbeat.tell;

import static heartbeat.tell.Samples.RUN;
import static heartbeat.tell.Samples.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.Notification.SendMail;
import heartbeat.model.RunId;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Job;
import heartbeat.run.MailSettings;
import heartbeat.run.MailSettings.Occasion;
import heartbeat.run.PingSettings;
import heartbeat.run.PingSettings.Body;
import heartbeat.run.Reason;
import heartbeat.run.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sequences of runs, and the mails they give. A step is minute and what happened: {@code ok},
 * {@code died:TASK}, {@code out} (no output), {@code warn:TASK+TASK}, {@code skip}, {@code hang}
 * (silent, still running; the next step is the same run), {@code pause} and {@code resume}. A mail
 * is minute and F, W or R, and {@code +N} where it says how many were not mailed.
 */
class PlanCooldownTest {
  private static final Instant NOON = Instant.parse("2025-11-20T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "0 ok 1 ok, ",
    "0 out, 0F",
    "0 out 1 out 29 out, 0F",
    "0 out 1 out 2 out 30 out, 0F 30F+2",
    "0 out 30 out 59 out 61 out, 0F 30F 61F+1",
    "0 out 1 died:A, 0F 1F",
    "0 out 5 out 6 died:A, 0F 6F+1",
    "0 died:A 1 died:B 2 died:B, 0F 1F",
    "0 warn:A 1 out, 0W 1F",
    "0 out 1 warn:A, 0F 1W",
    "0 warn:A 1 warn:A 2 warn:A+B, 0W 2W+1",
    "0 warn:A+B 1 warn:B+A, 0W",
    "0 out 1 ok 2 ok, 0F 1R",
    "0 warn:A 1 ok, 0W 1R",
    "0 out 1 out 2 ok 3 out, 0F 2R 3F",
    "0 out 1 skip 2 out 3 ok, 0F 3R",
    "0 skip 1 ok, ",
    "0 out 1 skip 31 out, 0F 31F",
    "0 out 1 pause 2 out 40 out 41 resume 42 out, 0F 42F",
    "0 out 1 pause 2 ok 3 resume 4 ok, 0F 4R",
    "0 pause 1 out 2 ok 3 resume 4 ok, ",
    "0 hang 5 ok, 0F 5R",
    "0 hang 5 silent 6 out, 0F 6F",
    "0 hang 5 out, 0F 5F",
    "10 out -20 out, 10F -20F"
  })
  void mailsFollowTheCooldown(String steps, String mails) {
    assertThat(mails(steps, Samples.mail())).isEqualTo(mails == null ? "" : mails);
  }

  @ParameterizedTest
  @CsvSource({
    "FAILURE, 0 warn:A 1 out 2 ok, 1F",
    "WARNING, 0 warn:A 1 out 2 ok, 0W",
    "RECOVERY, 0 warn:A 1 out 2 ok, "
  })
  void onlyWhatIsWantedIsMailed(Occasion on, String steps, String mails) {
    assertThat(mails(steps, Samples.mail(on))).isEqualTo(mails == null ? "" : mails);
  }

  @Test
  void aRecoveryAnswersOnlyWhatWasMailed() {
    MailSettings settings = Samples.mail(Occasion.FAILURE, Occasion.RECOVERY);
    assertThat(mails("0 warn:A 1 ok", settings)).isEmpty();
    assertThat(mails("0 out 1 warn:A 2 ok", settings)).isEqualTo("0F 2R");
  }

  private static String mails(String steps, MailSettings settings) {
    String[] words = steps.split(" ", -1);
    List<String> mails = new ArrayList<>();
    JobState state = JobState.EMPTY;
    RunId hanging = null;
    for (int i = 0; i < words.length; i += 2) {
      Instant now = NOON.plus(Duration.ofMinutes(Long.parseLong(words[i])));
      RunId run = hanging == null ? RunId.of(now, i, i) : hanging;
      Job job = Samples.job(Samples.ping(Samples.HC, Body.NONE), settings);
      if (words[i + 1].equals("pause")) {
        state = state.withPausedUntil(Instant.MAX);
        continue;
      }
      if (words[i + 1].equals("resume")) {
        state = state.withPausedUntil(null);
        continue;
      }
      Plan plan = plan(words[i + 1], job, run, state, now);
      hanging = words[i + 1].equals("hang") ? run : null;
      assertThat(plan.pings().isEmpty()).isEqualTo(state.isPausedAt(now));
      for (SendMail mail : plan.mails()) {
        mails.add(words[i] + mail.subject().charAt(0) + more(mail.text()));
      }
      state = plan.next();
    }
    return String.join(" ", mails);
  }

  private static String more(String text) {
    for (String line : text.split("\n", -1)) {
      if (line.contains("the last mail (")) {
        return line.contains(" once ") ? "+1" : line.contains(" twice ") ? "+2" : "+many";
      }
    }
    return "";
  }

  private static Plan plan(String what, Job job, RunId run, JobState state, Instant now) {
    int colon = what.indexOf(':');
    String tasks = colon < 0 ? "" : what.substring(colon + 1);
    String kind = colon < 0 ? what : what.substring(0, colon);
    Capture capture = capture(now, kind.equals("died") ? tasks : null);
    Verdict verdict =
        switch (kind) {
          case "ok" -> Samples.success();
          case "skip" -> Samples.skipped();
          case "warn" -> Samples.warning(tasks.split("\\+", -1));
          case "died" -> Samples.failure(Reason.DIED_IN_TASK);
          case "silent" -> Samples.failure(Reason.SILENCE);
          default -> Samples.failure(Reason.NO_OUTPUT);
        };
    return kind.equals("hang")
        ? Plan.hanging(job, run, Reason.SILENCE, capture, state, Samples.at(now))
        : Plan.of(job, run, verdict, capture, state, Samples.at(now));
  }

  private static Capture capture(Instant ended, @org.jspecify.annotations.Nullable String task) {
    Capture sample = Samples.capture("x\n", new Ending.Eof(), task);
    return new Capture(
        ended.minusSeconds(9),
        ended,
        Duration.ofSeconds(9),
        2,
        1,
        "x\n",
        0,
        sample.ending(),
        sample.observation(),
        0,
        List.of());
  }

  @Test
  void theRecoverySaysSinceWhenAndHowManyRuns() {
    Job job = Samples.job(PingSettings.NONE, Samples.mail());
    JobState state = JobState.EMPTY;
    Instant now = NOON;
    for (int i = 0; i < 12; i++) {
      now = NOON.plus(Duration.ofMinutes(i));
      state = plan("died:" + TASK, job, RunId.of(now, i, i), state, now).next();
    }
    assertThat(state.alert().suppressed()).isEqualTo(11);
    assertThat(state.last().since()).isEqualTo(NOON);
    Instant well = NOON.plus(Duration.ofMinutes(64));
    SendMail mail = plan("ok", job, RUN, state, well).mails().getFirst();
    assertThat(mail.subject())
        .isEqualTo("RECOVERED: moodle on web1: completes again after 12 bad runs");
    assertThat(mail.text())
        .startsWith("Job moodle completes again.\n")
        .contains("It had not been well since 2025-11-20T12:00:00Z (for 1h 4m): 12 runs in a row.")
        .contains("died-in-task");
    assertThat(mail.attachLog()).isFalse();
    assertThat(mail.happened()).isEqualTo(well);
  }

  @Test
  void aMailAfterTheCooldownSaysHowManySinceWhen() {
    Job job = Samples.job(PingSettings.NONE, Samples.mail());
    JobState state = JobState.EMPTY;
    List<SendMail> mails = new ArrayList<>();
    for (int i = 0; i <= 30; i++) {
      Instant now = NOON.plus(Duration.ofMinutes(i));
      Plan plan = plan("out", job, RunId.of(now, i, i), state, now);
      mails.addAll(plan.mails());
      state = plan.next();
    }
    assertThat(mails).hasSize(2);
    assertThat(mails.getLast().text())
        .contains("The same happened 29 times more since the last mail (2025-11-20T12:00:00Z).")
        .contains("It has not been well since 2025-11-20T12:00:00Z: 31 runs in a row.");
  }

  @Test
  void aSkippedRunLeavesTheStateAsItIs() {
    Job job = Samples.job(PingSettings.NONE, Samples.mail());
    JobState failing = plan("out", job, RUN, JobState.EMPTY, NOON).next();
    assertThat(plan("skip", job, RUN, failing, NOON.plusSeconds(60)).next()).isEqualTo(failing);
  }

  @Test
  void aRunThatHangsAndThenFailsCountsOnce() {
    Job job = Samples.job(PingSettings.NONE, Samples.mail());
    JobState hung = plan("hang", job, RUN, JobState.EMPTY, NOON).next();
    Plan failed = plan("silent", job, RUN, hung, NOON.plusSeconds(60));
    assertThat(failed.mails()).isEmpty();
    assertThat(failed.next().failing().runs()).isEqualTo(1);
    assertThat(failed.next().alert().suppressed()).isZero();
  }

  @Test
  void aPauseThatIsOverIsForgotten() {
    Job job = Samples.job(Samples.ping(Samples.HC, Body.NONE), Samples.mail());
    JobState paused = JobState.EMPTY.withPausedUntil(NOON.plusSeconds(60));
    assertThat(plan("out", job, RUN, paused, NOON).mails()).isEmpty();
    assertThat(plan("out", job, RUN, paused, NOON).next().pausedUntil()).isNotNull();
    Plan after = plan("out", job, RUN, paused, NOON.plusSeconds(60));
    assertThat(after.mails()).hasSize(1);
    assertThat(after.next().pausedUntil()).isNull();
  }

  @Test
  void aRefusedPingIsMailedOnceUntilItIsTakenOrRefusedInOtherWords() {
    Job job = Samples.job(Samples.ping(Samples.HC, Body.NONE), Samples.mail());
    Context now = Samples.at(NOON);
    String refusal = "404 not found from " + Samples.HC;
    Plan first = OwnTroubles.pingRefused(job, RUN, refusal, JobState.EMPTY, now);
    assertThat(first.mails()).hasSize(1);
    assertThat(first.pings()).isEmpty();
    assertThat(first.mails().getFirst().text())
        .contains("404 not found from https://hc-ping.com/***2091")
        .doesNotContain(Samples.UUID);
    assertThat(first.mails().getFirst().attachLog()).isFalse();
    assertThat(first.next().troubles().pingProblem()).doesNotContain(Samples.UUID);
    Context late = Samples.at(NOON.plus(Duration.ofDays(9)));
    assertThat(OwnTroubles.pingRefused(job, RUN, refusal, first.next(), late).mails()).isEmpty();
    assertThat(OwnTroubles.pingRefused(job, RUN, "410 gone", first.next(), now).mails()).hasSize(1);
    JobState taken = first.next().withPingProblem(null);
    assertThat(OwnTroubles.pingRefused(job, RUN, refusal, taken, now).mails()).hasSize(1);
    JobState paused = JobState.EMPTY.withPausedUntil(Instant.MAX);
    assertThat(OwnTroubles.pingRefused(job, RUN, refusal, paused, now).mails()).isEmpty();
  }

  @Test
  void aConfigProblemIsMailedOnceInACooldown() {
    Job job = Samples.job(PingSettings.NONE, Samples.mail());
    String problems = "heartbeat.yml:3:5: unknown key \"pign\"\nsmtp: password: hunter2";
    Plan first = OwnTroubles.configProblem(job, RUN, problems, JobState.EMPTY, Samples.at(NOON));
    assertThat(first.mails()).hasSize(1);
    assertThat(first.mails().getFirst().text())
        .contains("heartbeat.yml:3:5", "heartbeat validate")
        .doesNotContain("hunter2");
    Context soon = Samples.at(NOON.plusSeconds(1799));
    assertThat(OwnTroubles.configProblem(job, RUN, problems, first.next(), soon).mails()).isEmpty();
    Context later = Samples.at(NOON.plusSeconds(1800));
    assertThat(OwnTroubles.configProblem(job, RUN, problems, first.next(), later).mails())
        .hasSize(1);
    assertThat(OwnTroubles.configProblem(job, RUN, "other", first.next(), soon).mails()).hasSize(1);
    JobState good = first.next().withConfigProblem(null, null);
    assertThat(OwnTroubles.configProblem(job, RUN, problems, good, soon).mails()).hasSize(1);
    Job silent = Samples.job(PingSettings.NONE, MailSettings.NONE);
    assertThat(OwnTroubles.configProblem(silent, RUN, problems, JobState.EMPTY, soon).mails())
        .isEmpty();
  }
}
