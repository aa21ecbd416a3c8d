package heartbeat.server.page;

import heartbeat.check.Cause;
import heartbeat.check.Check;
import heartbeat.check.CheckState;
import heartbeat.check.Deadline;
import heartbeat.check.DisplayStatus;
import heartbeat.check.Policy;
import heartbeat.check.Signal;
import heartbeat.model.Human;
import heartbeat.server.alert.AlertText;
import heartbeat.server.store.Origin;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The words of the pages for states, causes, signals and schedules. */
public final class PageText {
  private PageText() {}

  static String name(Check check) {
    return check.name().isBlank() ? "unnamed" : check.name();
  }

  /**
   * The time zone of the switch's machine: for where days begin, and for times that name no zone.
   */
  static ZoneId zone() {
    return ZoneId.systemDefault();
  }

  static String look(DisplayStatus look) {
    return look == DisplayStatus.GRACE ? "late" : look.id();
  }

  static String sign(DisplayStatus look) {
    return switch (look) {
      case UP -> "●";
      case GRACE -> "◐";
      case DOWN -> "✖";
      case NEW -> "○";
      case PAUSED -> "‖";
    };
  }

  /**
   * What a person should know about a check's state, such as why it is down, or when its late ping
   * was expected; empty when there is nothing more to tell.
   *
   * @param exit the last run's exit status; null when its ping had none
   */
  static String trouble(
      Check check, CheckState state, DisplayStatus look, @Nullable Integer exit, Instant now) {
    Deadline deadline = Deadline.of(check, state);
    return switch (look) {
      case DOWN -> {
        Cause cause = deadline == null ? state.cause() : deadline.cause();
        String why = cause == null ? "failed" : cause.id();
        yield AlertText.why(why, Deadline.missed(check, state, now), exit);
      }
      case GRACE ->
          deadline == null
              ? ""
              : "expected " + Human.distance(check.schedule().next(from(state)), now);
      case NEW ->
          state.run() != null
              ? ""
              : state.lastPing() == null ? "no ping came yet" : "no ping came since the pause";
      case UP -> state.cause() == Cause.TOLERATED ? "the last run failed" : "";
      case PAUSED -> paused(state, now);
    };
  }

  private static String paused(CheckState state, Instant now) {
    Instant until = state.hold().pausedUntil();
    return "nobody is alerted"
        + (until == null
            ? ", until its next ping or Resume"
            : ": the pause ends " + Human.distance(until, now));
  }

  private static Instant from(CheckState state) {
    Instant last = Objects.requireNonNull(state.lastPing());
    Instant excused = state.excused();
    return excused != null && excused.isAfter(last) ? excused : last;
  }

  /** Who created the check. */
  static String origin(Origin origin) {
    return switch (origin) {
      case CONFIG -> "set in the config";
      case LEFT -> "not in the config any more: not watched, and deleted after a day";
      case PING -> "made by a ping";
      case API -> "made by the API";
      case PAGE -> "made on the page";
    };
  }

  /** The words as a sentence: with a capital letter and a full stop. */
  static String sentence(String words) {
    return capital(words) + ".";
  }

  static String capital(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
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
      case RESUMED -> "the pause ended";
    };
  }

  /** When the check's pings are expected, and which other rules it has, in one line. */
  public static String schedule(Check check) {
    StringBuilder text = new StringBuilder(AlertText.schedule(check));
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
      text.append(words).append(Human.duration(length));
    }
  }

  /** {@code 1 check is}, {@code 3 checks are}. */
  static String checksAre(int count) {
    return count == 1 ? "1 check is" : count + " checks are";
  }
}
