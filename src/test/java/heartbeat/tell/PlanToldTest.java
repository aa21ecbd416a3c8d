package heartbeat.tell;

import static heartbeat.tell.Samples.END;
import static heartbeat.tell.Samples.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.channel.ToldRecipients;
import heartbeat.model.Notification.SendPing;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import heartbeat.run.Job;
import heartbeat.run.MailSettings.Occasion;
import heartbeat.run.PingSettings.Body;
import heartbeat.run.Reason;
import heartbeat.run.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a ping says of those who were told, and to which servers. */
class PlanToldTest {
  private static final String SWITCH = "https://hb.example.org";
  private static final Job JOB =
      Samples.job(
          Samples.ping(SWITCH + "/ping/" + Samples.UUID, Body.NONE),
          Samples.mail(Occasion.values()));
  private static final String ANN = ToldRecipients.byMail("ann@example.org");
  private static final Verdict FAILED = Samples.failure(Reason.NO_OUTPUT);

  @Test
  void onlyASwitchThatReadsItIsAskedToWait() {
    JobState known = JobState.EMPTY.withSwitchAt(SWITCH);
    assertThat(header(plan(FAILED, known, END))).isEmpty();
    assertThat(header(plan(FAILED, JobState.EMPTY, END))).isNull();
    JobState other = JobState.EMPTY.withSwitchAt("https://hb.example.org.evil.example");
    assertThat(header(plan(FAILED, other, END))).isNull();
  }

  @Test
  void theSwitchIsKnownByItsLastAnswer() {
    JobState known =
        after(new Answers(false, true, null, false, List.of(), SWITCH), JobState.EMPTY);
    assertThat(known.switchAt()).isEqualTo(SWITCH);
    JobState replaced = after(new Answers(false, true, null, false, List.of(), null), known);
    assertThat(replaced.switchAt()).isNull();
    JobState unheard = after(new Answers(false, false, null, true, List.of(), null), known);
    assertThat(unheard.switchAt()).isEqualTo(SWITCH);
  }

  @Test
  void aFailureThatWasMailedMinutesAgoIsKnownToThoseWhomThatMailReached() {
    JobState failed = plan(FAILED, JobState.EMPTY, END).next();
    JobState told = after(new Answers(false, true, null, false, List.of(ANN), SWITCH), failed);
    Plan again = plan(FAILED, told, END.plus(Duration.ofMinutes(5)));
    assertThat(again.mails()).isEmpty();
    assertThat(told(again, ANN)).isTrue();
    Plan later = plan(FAILED, told, END.plus(Duration.ofMinutes(31)));
    assertThat(later.mails()).hasSize(1);
    assertThat(told(later, ANN)).as("the new mail has reached nobody yet").isFalse();
  }

  @Test
  void whomNoMailHasReachedKnowsNothing() {
    JobState failed = plan(FAILED, JobState.EMPTY, END).next();
    JobState told = after(new Answers(false, true, null, true, List.of(), SWITCH), failed);
    assertThat(told(plan(FAILED, told, END.plus(Duration.ofMinutes(5))), ANN)).isFalse();
  }

  private static Plan plan(Verdict verdict, JobState last, Instant now) {
    Capture capture = Samples.capture("", new Ending.Eof(), null);
    return Plan.of(JOB, RUN, verdict, capture, last, Samples.at(now));
  }

  private static JobState after(Answers answers, JobState last) {
    return OwnTroubles.after(JOB, RUN, answers, last, Samples.at(END)).next();
  }

  private static @org.jspecify.annotations.Nullable String header(Plan plan) {
    SendPing ping = plan.pings().getFirst();
    return ping.request().headers().get(ToldRecipients.HEADER);
  }

  private static boolean told(Plan plan, String recipient) {
    String header = header(plan);
    return ToldRecipients.parse(header == null ? "" : header, UUID.fromString(RUN.toString()))
        .has(recipient);
  }
}
