package heartbeat.tell;

import static heartbeat.tell.Samples.END;
import static heartbeat.tell.Samples.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.run.Job;
import heartbeat.run.MailSettings.Occasion;
import heartbeat.run.PingSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows from the answers of the servers. */
class OwnTroublesTest {
  private static final Job JOB = Samples.job(PingSettings.NONE, Samples.mail(Occasion.values()));
  private static final Answers NOTHING = new Answers(false, false, null, false, List.of(), null);
  private static final Answers UNDELIVERED = new Answers(false, false, null, true, List.of(), null);

  private static Plan after(Answers answers, JobState last, Instant now) {
    return OwnTroubles.after(JOB, RUN, answers, last, Samples.at(now));
  }

  @Test
  void mostOftenNothingFollows() {
    assertThat(after(NOTHING, JobState.EMPTY, END).isNothingBut(JobState.EMPTY)).isTrue();
    Answers taken = new Answers(false, true, null, false, List.of(), null);
    assertThat(after(taken, JobState.EMPTY, END).isNothingBut(JobState.EMPTY)).isTrue();
  }

  @Test
  void anAlertThatNobodyHasReadDoesNotCountAsTold() {
    JobState told = JobState.EMPTY.alerted("failure", END);
    Plan plan = after(new Answers(true, false, null, false, List.of(), null), told, END);
    assertThat(plan.all()).isEmpty();
    assertThat(plan.next().alert().key()).isNull();
  }

  @Test
  void aRefusedPingIsMailedOnceUntilOneIsTaken() {
    Answers refused = new Answers(false, false, "404 not found", false, List.of(), null);
    Plan first = after(refused, JobState.EMPTY, END);
    assertThat(first.mails()).singleElement().satisfies(m -> assertThat(m.text()).contains("404"));
    assertThat(after(refused, first.next(), END).isNothingBut(first.next())).isTrue();
    Plan mended = after(new Answers(false, true, null, false, List.of(), null), first.next(), END);
    assertThat(mended.all()).isEmpty();
    assertThat(mended.next().troubles().pingProblem()).isNull();
  }

  @Test
  void whatWaitsIsSaidOnceInACooldown() {
    JobState said = after(UNDELIVERED, JobState.EMPTY, END).next();
    assertThat(said.troubles().undelivered()).isEqualTo(END);
    Duration cooldown = JOB.mail().cooldown();
    Instant within = END.plus(cooldown).minusMillis(1);
    assertThat(after(UNDELIVERED, said, within).isNothingBut(said)).isTrue();
    Instant later = END.plus(cooldown);
    assertThat(after(UNDELIVERED, said, later).next().troubles().undelivered()).isEqualTo(later);
  }

  @Test
  void aClockThatWasSetBackSilencesNothing() {
    JobState said = after(UNDELIVERED, JobState.EMPTY, END).next();
    Instant before = END.minus(Duration.ofDays(1));
    assertThat(after(UNDELIVERED, said, before).next().troubles().undelivered()).isEqualTo(before);
  }
}
