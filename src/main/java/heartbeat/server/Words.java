package heartbeat.server;

import heartbeat.check.Cause;
import heartbeat.check.Check;
import heartbeat.check.CheckState;
import heartbeat.check.Deadline;
import heartbeat.check.Look;
import heartbeat.check.Policy;
import heartbeat.check.Schedule;
import heartbeat.check.Signal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How pages put things. */
final class Words {
  private Words() {}

  static String name(Check check) {
    return check.name().isBlank() ? "unnamed" : check.name();
  }

  static String look(Look look) {
    return switch (look) {
      case UP -> "● up";
      case GRACE -> "◐ late";
      case DOWN -> "✖ down";
      case NEW -> "○ new";
      case PAUSED -> "‖ paused";
    };
  }

  static String signal(Signal signal) {
    return switch (signal) {
      case START -> "start";
      case SUCCESS -> "success";
      case FAILURE -> "failure";
      case LOG -> "log";
      case ALIVE -> "alive";
      case IGNORED -> "ignored";
    };
  }

  static String cause(Cause cause) {
    return switch (cause) {
      case MISSED -> "a run was missed";
      case TOO_SLOW -> "a run did not finish in time";
      case FAILED -> "a run failed";
      case TOO_FAST -> "a run finished too fast";
      case COMPLETED -> "a run completed";
      case TOLERATED -> "a run failed, not often enough to alert";
      case PAUSED -> "paused by hand";
      case RESUMED -> "resumed by hand";
    };
  }

  static String schedule(Check check) {
    String when =
        switch (check.schedule()) {
          case Schedule.Period period -> "every " + Wording.length(period.length());
          case Schedule.Cron cron -> cron.expression() + " (" + cron.zone().getId() + ")";
        };
    StringBuilder text = new StringBuilder(when);
    text.append(", grace ").append(Wording.length(check.grace()));
    Policy policy = check.policy();
    length(text, ", to finish within ", policy.finishGrace());
    length(text, ", not faster than ", policy.minDuration());
    if (policy.failAfter() > 1) {
      text.append(", down after ").append(policy.failAfter()).append(" failures");
    }
    length(text, ", reminds every ", policy.remind());
    if (policy.quiet() != null) {
      text.append(", quiet ").append(policy.quiet().from()).append('–').append(policy.quiet().to());
    }
    return text.toString();
  }

  private static void length(StringBuilder text, String words, @Nullable Duration length) {
    if (length != null) {
      text.append(words).append(Wording.length(length));
    }
  }

  /** {@code 5m ago}. */
  static String ago(@Nullable Instant time, Instant now) {
    if (time == null) {
      return "never";
    }
    Duration since = Duration.between(time, now);
    return since.toSeconds() < 1 ? "just now" : Wording.length(since) + " ago";
  }

  /** When it goes down if nothing is heard; empty when nothing is expected. */
  static String deadline(Check check, CheckState state, Instant now) {
    Deadline deadline = Deadline.of(check, state);
    if (deadline == null) {
      return "";
    }
    Duration left = Duration.between(now, deadline.at());
    return left.isNegative() || left.isZero() ? "now" : "in " + Wording.length(left);
  }
}
