package heartbeat.tell;

import heartbeat.model.Notification.SendMail;
import heartbeat.model.RunId;
import heartbeat.run.Job;
import heartbeat.run.Verdict;
import heartbeat.tell.RunReport.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What heartbeat tells of itself, whatever the verdict of the run is: the config can't be used, the
 * server refuses pings, a mail was refused. It tells each trouble once.
 */
public final class OwnTroubles {
  private OwnTroubles() {}

  /**
   * What to do after the servers have answered. An alert that was refused does not count as told; a
   * refused ping is mailed; standard error says once in a cooldown that something waits.
   */
  public static Plan after(Job job, RunId run, Answers answers, JobState last, Context context) {
    JobState state = answers.alertRefused() ? last.unalerted() : last.reaching(answers.reached());
    if (answers.pingTaken()) {
      state = state.withSwitchAt(answers.switchAt());
    }
    Duration cooldown = job.mail().cooldown();
    if (answers.undelivered() && !state.hasSaidUndelivered(cooldown, context.now())) {
      state = state.withUndeliveredSaid(context.now());
    }
    if (answers.pingRefusal() != null) {
      return pingRefused(job, run, answers.pingRefusal(), state, context);
    }
    boolean mended = answers.pingTaken() && state.troubles().pingProblem() != null;
    return Plan.quiet(mended ? state.withPingProblem(null) : state);
  }

  /**
   * When the server refuses a ping permanently: one mail, until it takes a ping again ({@link
   * JobState#withPingProblem} with null) or refuses in other words.
   */
  static Plan pingRefused(Job job, RunId run, String detail, JobState last, Context context) {
    JobState state = Plan.unpaused(last, context);
    RunReport report = own(job, run, context);
    String refusal = MailText.safe(report, detail);
    boolean known = refusal.equals(state.troubles().pingProblem());
    if (known || state.isPausedAt(context.now())) {
      return Plan.quiet(state);
    }
    String subject = MailText.ownSubject(report, "PING REFUSED", "the server takes no pings");
    String text = MailText.pingRefused(report, refusal);
    return noticed(report, subject, text, state.withPingProblem(refusal));
  }

  /** When the config can't be used: the same problems are told once in a cooldown. */
  public static Plan configProblem(
      Job job, RunId run, String problems, JobState last, Context context) {
    JobState state = Plan.unpaused(last, context);
    boolean known =
        problems.equals(state.troubles().configProblem())
            && Plan.isRecent(state.troubles().configMailed(), job.mail(), context.now());
    if (known || state.isPausedAt(context.now())) {
      return Plan.quiet(state);
    }
    if (job.mail().to().isEmpty() && job.alert().isEmpty()) {
      return Plan.quiet(state);
    }
    RunReport report = own(job, run, context);
    String subject = MailText.ownSubject(report, "CONFIG PROBLEM", "the config can't be used");
    String text = MailText.configProblem(report, problems);
    return noticed(report, subject, text, state.withConfigProblem(problems, context.now()));
  }

  /** Tells everybody who is told of the job. */
  private static Plan noticed(RunReport report, String subject, String text, JobState next) {
    List<SendMail> mails = new ArrayList<>();
    if (!report.job().mail().to().isEmpty()) {
      mails.add(report.mail(subject, text, false));
    }
    if (report.job().alert().isEmpty()) {
      return new Plan(List.of(), mails, next);
    }
    RunMessages messages = RunMessages.notice(report, subject, text);
    mails.addAll(messages.mails(text, false, false));
    return new Plan(List.of(), mails, messages.messages(), next);
  }

  private static RunReport own(Job job, RunId run, Context context) {
    return RunReport.of(job, run, new Verdict.Success(List.of()), null, context, Mode.ENDED);
  }
}
