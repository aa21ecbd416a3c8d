package heartbeat.tell;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import heartbeat.channel.ChannelMessage;
import heartbeat.channel.ChannelMessage.Kind;
import heartbeat.channel.Destination;
import heartbeat.channel.PagerDuty;
import heartbeat.channel.Slack;
import heartbeat.channel.Target;
import heartbeat.model.JobName;
import heartbeat.model.Notification.SendMessage;
import heartbeat.model.RunId;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Job;
import heartbeat.run.MailSettings;
import heartbeat.run.Observation;
import heartbeat.run.Reason;
import heartbeat.run.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanMessagesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final RunId RUN = RunId.of(NOW, 1, 2);
  private static final Verdict FAILURE = new Verdict.Failure(Reason.EXIT_STATUS, List.of());
  private static final Verdict SUCCESS = new Verdict.Success(List.of());

  private static final Destination OPS =
      Destination.of("ops", new Target.ByService(new Slack("https://hooks.slack.com/x")));
  private static final Destination PAGER =
      Destination.of("pager", new Target.ByService(new PagerDuty("https://pd.example.org", "k")));
  private static final Destination MAIL =
      Destination.of("dba", new Target.ByMail(List.of("dba@example.org"), "{event} {check}", null));
  private static final Destination SCRIPT =
      Destination.of("script", new Target.ByCommand(List.of("/bin/tell"), Duration.ofSeconds(5)));

  private static Job job(Destination... channels) {
    return Job.named(new JobName("backup")).alerting(List.of(channels));
  }

  @Test
  void whatHeartbeatItselfHasToSayReachesChannelsToo() {
    Context context = new Context("web1", NOW, "1.0");
    Plan refused =
        OwnTroubles.pingRefused(
            job(OPS, PAGER, MAIL), RUN, "404 not found", JobState.EMPTY, context);
    assertThat(refused.messages()).extracting(one -> one.channel()).containsExactly("ops", "pager");
    assertThat(refused.messages().getFirst().request().body()).contains("PING REFUSED");
    assertThat(refused.messages().getLast().request().body())
        .as("it is not the incident of a failure")
        .contains("/notice");
    assertThat(refused.mails())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.to()).containsExactly("dba@example.org");
              assertThat(mail.subject()).isEqualTo("notice backup");
            });
    Plan config = OwnTroubles.configProblem(job(OPS), RUN, "line 1: no", JobState.EMPTY, context);
    assertThat(config.messages()).hasSize(1);
    assertThat(
            OwnTroubles.configProblem(job(OPS), RUN, "line 1: no", config.next(), context)
                .messages())
        .as("once in a cooldown")
        .isEmpty();
  }

  private static Capture capture() {
    Observation nothing =
        new Observation(new Observation.Sight.Nothing(), List.of(), 0, null, "no space");
    return new Capture(
        NOW,
        NOW,
        Duration.ofSeconds(1),
        31,
        2,
        "token=hunter2secret\nno space\n",
        0,
        new Ending.Exited(1),
        nothing,
        -1,
        List.of());
  }

  private static Plan plan(Job job, Verdict verdict, JobState last) {
    return Plan.of(job, RUN, verdict, capture(), last, new Context("web1", NOW, "1.0.0"));
  }

  @Test
  void aFailureAndItsRecoveryGoToTheJobsChannels() {
    Plan down = plan(job(OPS, PAGER), FAILURE, JobState.EMPTY);
    assertThat(down.messages()).extracting(SendMessage::channel).containsExactly("ops", "pager");
    assertThat(down.messages().getFirst().request().body())
        .contains("no space", "backup")
        .doesNotContain("hunter2secret");
    Plan up = plan(job(OPS, PAGER), SUCCESS, down.next());
    String trigger = down.messages().getLast().request().body();
    String resolve = up.messages().getLast().request().body();
    assertThat(JsonParser.parseString(resolve).getAsJsonObject().get("event_action").getAsString())
        .isEqualTo("resolve");
    assertThat(JsonParser.parseString(resolve).getAsJsonObject().get("dedup_key"))
        .isEqualTo(JsonParser.parseString(trigger).getAsJsonObject().get("dedup_key"));
  }

  @Test
  void theSameFailureWithinTheCooldownIsOnlyCounted() {
    Plan first = plan(job(OPS), FAILURE, JobState.EMPTY);
    Plan again =
        Plan.of(
            job(OPS),
            RunId.of(NOW, 3, 4),
            FAILURE,
            capture(),
            first.next(),
            new Context("web1", NOW, "1.0.0"));
    assertThat(again.messages()).isEmpty();
    assertThat(again.next().alert().suppressed()).isOne();
  }

  @Test
  void aChannelHearsOnlyOfWhatItIsOnFor() {
    Destination downOnly =
        new Destination("ops", OPS.target(), EnumSet.of(Kind.DOWN), Duration.ZERO, Duration.ZERO);
    Plan down = plan(job(downOnly), FAILURE, JobState.EMPTY);
    assertThat(down.messages()).hasSize(1);
    assertThat(plan(job(downOnly), SUCCESS, down.next()).messages()).isEmpty();
  }

  @Test
  void aMailChannelIsMailedBesideTheMail() {
    Plan down = plan(job(MAIL), FAILURE, JobState.EMPTY);
    assertThat(down.mails()).hasSize(1);
    assertThat(down.mails().getFirst().to()).containsExactly("dba@example.org");
    assertThat(down.mails().getFirst().subject()).isEqualTo("down backup");
  }

  @Test
  void aProgramGetsTheMessageAndIsNamedByTheConfigOnly() {
    SendMessage message = plan(job(SCRIPT), FAILURE, JobState.EMPTY).messages().getFirst();
    assertThat(message.isForCommand()).isTrue();
    assertThat(message.request().toString() + message.request().body()).doesNotContain("/bin/tell");
    ChannelMessage read =
        ChannelMessage.of(JsonParser.parseString(message.request().body()).getAsJsonObject());
    assertThat(read.kind()).isEqualTo(Kind.DOWN);
    assertThat(read.name()).isEqualTo("backup");
    assertThat(read.log()).contains("no space");
  }

  @Test
  void aTestSaysThatItIsOne() {
    Context context = new Context("web1", NOW, "1.0.0");
    Plan test = Plan.test(job(), OPS, RUN, FAILURE, context);
    assertThat(test.pings()).isEmpty();
    assertThat(test.messages()).hasSize(1);
    assertThat(test.messages().getFirst().request().body()).contains("This is a test");
  }

  @Test
  void theAdministratorsOwnWordsReplaceTheText() {
    MailSettings mail =
        new MailSettings(
            List.of("a@example.org"),
            null,
            EnumSet.allOf(MailSettings.Occasion.class),
            null,
            "Hi,\n{reason}\n{advice}\n{evidence}\n{history}\n{log}\n{link} {job} {exit} {other}",
            Duration.ofMinutes(30));
    Job base = Job.named(new JobName("backup"));
    Job job =
        new Job(
            base.name(),
            base.rules(),
            base.ping(),
            mail,
            List.of(),
            new Job.Limits(null, null, base.limits().killAfter()),
            base.exec(),
            base.log(),
            base.redaction(),
            base.keep(),
            base.snapshot());
    Plan down = plan(job, FAILURE, JobState.EMPTY);
    assertThat(down.mails().getFirst().text())
        .startsWith("Hi,\nJob backup ended with exit status 1.")
        .contains("no space", "heartbeat log backup " + RUN + " backup 1 {other}")
        .doesNotContain("What to do", "hunter2secret");
    assertThat(plan(job, SUCCESS, down.next()).mails().getFirst().text())
        .startsWith("Hi,\nJob backup completes again.");
    Plan test = Plan.test(job, RUN, FAILURE, new Context("web1", NOW, "1.0.0"));
    assertThat(test.mails().getFirst().text()).contains("A real mail would say", "Hi,");
  }
}
