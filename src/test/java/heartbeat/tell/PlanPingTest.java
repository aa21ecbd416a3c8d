package heartbeat.tell;

import static heartbeat.tell.Samples.HC;
import static heartbeat.tell.Samples.RUN;
import static heartbeat.tell.Samples.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.Notification.SendPing;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Job;
import heartbeat.run.MailSettings;
import heartbeat.run.PingSettings;
import heartbeat.run.PingSettings.Body;
import heartbeat.run.PingSettings.Style;
import heartbeat.run.Reason;
import heartbeat.run.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which URL is pinged for which verdict, and with what. */
class PlanPingTest {
  private static final String CRONITOR = "https://cronitor.link/p/KEY/moodle?env=prod";
  private static final String KUMA =
      "https://kuma.example.org/api/push/t0ken?status=up&msg=OK&ping=";
  private static final String LOG = "Server Time\nstaff-12 password=hunter2\nlast line\n";

  private static PingSettings settings(
      String service, Body body, String method, boolean warningIsFailure) {
    String uuid = Samples.UUID;
    return switch (service) {
      case "hc" ->
          Samples.ping(HC, null, null, null, null, null, method, body, 10_000, warningIsFailure);
      case "hc-slug" ->
          Samples.ping(
              "http://h:8000/ping/Ab3_efghij-lmnopqrstuv/{job}?create=1",
              null,
              null,
              null,
              null,
              null,
              method,
              body,
              10_000,
              warningIsFailure);
      case "named" ->
          Samples.ping(
              "https://h/beat/T",
              null,
              null,
              null,
              null,
              Style.HEALTHCHECKS,
              method,
              body,
              10_000,
              warningIsFailure);
      case "cronitor" ->
          Samples.ping(
              CRONITOR, null, null, null, null, null, method, body, 10_000, warningIsFailure);
      case "kuma" ->
          Samples.ping(KUMA, null, null, null, null, null, method, body, 10_000, warningIsFailure);
      case "plain" ->
          Samples.ping(
              "https://p/ok", null, null, null, null, null, method, body, 10_000, warningIsFailure);
      case "plain-forced" ->
          Samples.ping(HC, null, null, null, null, Style.PLAIN, method, body, 10_000, false);
      case "explicit" ->
          Samples.ping(
              "https://hc-ping.com/" + uuid,
              "https://p/start",
              "https://p/ok",
              "https://p/bad",
              "https://p/log",
              null,
              method,
              body,
              10_000,
              warningIsFailure);
      case "failure-only" ->
          Samples.ping(null, null, null, "https://p/bad", null, null, method, body, 10_000, false);
      default -> PingSettings.NONE;
    };
  }

  private static Optional<SendPing> ping(Job job, String verdict, Ending ending) {
    Capture capture = Samples.capture(LOG, ending, null);
    Verdict what =
        switch (verdict) {
          case "success" -> Samples.success();
          case "warning" -> Samples.warning(TASK);
          case "skipped" -> Samples.skipped();
          default -> Samples.failure(Reason.EXIT_STATUS);
        };
    Plan plan = Plan.of(job, RUN, what, capture, JobState.EMPTY, Samples.CONTEXT);
    assertThat(plan.pings()).hasSizeLessThanOrEqualTo(1);
    return plan.pings().stream().findFirst();
  }

  private static Job job(PingSettings ping) {
    return Samples.job(ping, MailSettings.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "hc, start, HC/start?rid=RUN",
    "hc, success, HC?rid=RUN",
    "hc, warning, HC?rid=RUN",
    "hc, failure, HC/fail?rid=RUN",
    "hc, failure 255, HC/255?rid=RUN",
    "hc, failure 0, HC/fail?rid=RUN",
    "hc, skipped, HC/log?rid=RUN&skipped=1",
    "hc-slug, start, SLUG/start?create=1&rid=RUN",
    "hc-slug, success, SLUG?create=1&rid=RUN",
    "hc-slug, failure 7, SLUG/7?create=1&rid=RUN",
    "named, failure, https://h/beat/T/fail?rid=RUN",
    "cronitor, start, CRON?state=run&env=prod&host=web1&series=RUN",
    "cronitor, success, CRON?state=complete&env=prod&host=web1&series=RUN&metric=duration:250",
    "cronitor, warning, CRON?state=complete&env=prod&host=web1&series=RUN&metric=duration:250",
    "cronitor, failure 3,"
        + " CRON?state=fail&env=prod&host=web1&series=RUN&metric=duration:250&status_code=3",
    "cronitor, skipped, ",
    "kuma, start, ",
    "kuma, success, https://kuma.example.org/api/push/t0ken?status=up&msg=success&ping=250000",
    "kuma, failure 3, https://kuma.example.org/api/push/t0ken?status=down&msg=failure&ping=250000",
    "kuma, skipped, ",
    "plain, start, ",
    "plain, success, https://p/ok",
    "plain, warning, https://p/ok",
    "plain, failure, ",
    "plain, skipped, ",
    "plain-forced, success, HC",
    "plain-forced, failure, ",
    "explicit, start, https://p/start",
    "explicit, success, https://p/ok",
    "explicit, warning, https://p/ok",
    "explicit, failure 9, https://p/bad",
    "explicit, skipped, https://p/log",
    "failure-only, start, ",
    "failure-only, success, ",
    "failure-only, failure, https://p/bad",
    "none, start, ",
    "none, failure, "
  })
  void eachVerdictHasItsUrlInEachStyle(String service, String verdict, @Nullable String url) {
    Job job = job(settings(service, Body.NONE, "POST", false));
    int space = verdict.indexOf(' ');
    Ending ending =
        space < 0
            ? new Ending.Eof()
            : new Ending.Exited(Integer.parseInt(verdict.substring(space + 1)));
    SendPing ping =
        verdict.equals("start")
            ? Plan.start(job, RUN, Samples.CONTEXT).orElse(null)
            : ping(job, space < 0 ? verdict : verdict.substring(0, space), ending).orElse(null);
    String expected =
        url == null
            ? null
            : url.replace("HC", HC)
                .replace("SLUG", "http://h:8000/ping/Ab3_efghij-lmnopqrstuv/moodle")
                .replace("CRON", "https://cronitor.link/p/KEY/moodle")
                .replace("RUN", RUN.toString());
    assertThat(ping == null ? null : ping.url()).isEqualTo(expected);
    if (ping != null) {
      assertThat(ping.body()).isEmpty();
      assertThat(ping.request().headers())
          .containsEntry("X-Team", "ops")
          .doesNotContainKey("Content-Type");
    }
  }

  @Test
  void kumaIsToldInItsMessageWhatHappenedAndByGet() {
    SendPing ping =
        ping(job(settings("kuma", Body.SUMMARY, "POST", false)), "failure", new Ending.Exited(3))
            .orElseThrow();
    assertThat(ping.url()).contains("?status=down&msg=failure%3A%20exit-status");
    assertThat(ping.request().method()).as("older versions take nothing else").isEqualTo("GET");
    assertThat(ping.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "hc, https://hc-ping.com/8116e449-d71c-4112-8f5d-a66f60902091/fail",
    "explicit, https://p/bad",
    "cronitor, https://cronitor.link/p/KEY/moodle?state=fail",
    "kuma, https://kuma.example.org/api/push/t0ken?status=down",
    "plain, "
  })
  void aWarningCanBeAFailureToTheSwitch(String service, @Nullable String url) {
    Optional<SendPing> ping =
        ping(job(settings(service, Body.NONE, "POST", true)), "warning", new Ending.Exited(0));
    if (url == null) {
      assertThat(ping).isEmpty();
    } else {
      assertThat(ping.orElseThrow().url()).startsWith(url);
    }
  }

  @Test
  void placeholdersAreEncodedAndNotFilledTwice() {
    PingSettings settings =
        Samples.ping(
            null,
            "https://p/{job}?v={verdict}&e={exit}&d={duration}",
            null,
            "https://p/{job}/{nothing}?h={host}&v={verdict}&e={exit}&d={duration}&r={run}",
            null,
            null,
            "POST",
            Body.NONE,
            100,
            false);
    Job job = Samples.job("Jöb {run} &a+b", settings, MailSettings.NONE);
    SendPing ping = ping(job, "failure", new Ending.Exited(3)).orElseThrow();
    assertThat(ping.url())
        .isEqualTo(
            "https://p/J%C3%B6b%20%7Brun%7D%20%26a%2Bb/{nothing}?h=web1&v=failure&e=3&d=250&r="
                + RUN);
    assertThat(Plan.start(job, RUN, Samples.CONTEXT).map(SendPing::url))
        .hasValue("https://p/J%C3%B6b%20%7Brun%7D%20%26a%2Bb?v=start&e=&d=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void aMethodWithoutBodySendsNone(String method) {
    SendPing ping =
        ping(job(settings("hc", Body.SUMMARY, method, false)), "failure", new Ending.Eof())
            .orElseThrow();
    assertThat(ping.request().method()).isEqualTo(method);
    assertThat(ping.body()).isEmpty();
    assertThat(ping.request().headers()).doesNotContainKey("Content-Type");
  }

  @Test
  void noStartPingWhereNoneIsWanted() {
    PingSettings on = settings("hc", Body.NONE, "POST", false);
    PingSettings off =
        new PingSettings(on.urls(), null, false, false, on.content(), on.network(), on.jitter());
    assertThat(Plan.start(job(off), RUN, Samples.CONTEXT)).isEqualTo(Optional.empty());
    assertThat(Plan.start(job(on), RUN, Samples.CONTEXT)).isPresent();
  }
}
