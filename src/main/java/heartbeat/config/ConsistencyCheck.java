package heartbeat.config;

import heartbeat.model.PingUrl;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds settings of a job that are correct one by one and make no sense together. */
final class ConsistencyCheck {
  private final Settings s;
  private final List<Problem> problems;

  private ConsistencyCheck(Settings settings, List<Problem> problems) {
    this.s = settings;
    this.problems = problems;
  }

  /**
   * Looks at a job.
   *
   * @param own what the job sets itself: a problem must concern one of these keys
   * @param all own, with {@code defaults} and flags
   */
  static void check(Settings own, Settings all, List<Problem> problems) {
    var sense = new ConsistencyCheck(all, problems);
    sense.durations(own);
    sense.markers(own);
    sense.mail(own);
    sense.body(own);
    sense.style(own);
  }

  private void durations(Settings own) {
    Duration max = s.duration(JobKeys.MAX_DURATION);
    if (max == null) {
      return;
    }
    Duration min = s.duration(JobKeys.MIN_DURATION);
    Place place = first(own, JobKeys.MIN_DURATION, JobKeys.MAX_DURATION);
    if (min != null && min.compareTo(max) >= 0 && place != null) {
      problems.add(place.error("min-duration is not below max-duration: no run could succeed"));
    }
    Duration silence = s.duration(JobKeys.MAX_SILENCE);
    place = first(own, JobKeys.MAX_SILENCE, JobKeys.MAX_DURATION);
    if (silence != null && silence.compareTo(max) >= 0 && place != null) {
      problems.add(place.warning("max-silence is not below max-duration: it has no effect"));
    }
  }

  private void markers(Settings own) {
    Place place = first(own, JobKeys.SUCCESS_MARKER, JobKeys.PRESET);
    if ("exit-status".equals(s.text(JobKeys.PRESET))
        && s.has(JobKeys.SUCCESS_MARKER)
        && place != null) {
      problems.add(
          place.warning("preset exit-status asks for no success-marker; keep one of them"));
    }
  }

  private void mail(Settings own) {
    Place place = first(own, MailKeys.SUBJECT, MailKeys.ON, MailKeys.COOLDOWN, MailKeys.FROM);
    if (place != null && s.place(MailKeys.TO) == null) {
      problems.add(place.warning("nobody is mailed, since mail.to is not set"));
    }
  }

  private void body(Settings own) {
    String method = s.text(PingKeys.METHOD);
    Place place = first(own, PingKeys.BODY, PingKeys.METHOD);
    boolean carriesNone = "GET".equals(method) || "HEAD".equals(method);
    if (carriesNone && "tail".equals(s.text(PingKeys.BODY)) && place != null) {
      problems.add(place.warning("a ping by " + method + " carries no body; use POST or PUT"));
    }
  }

  /** heartbeat can ping a failure only if it knows how. */
  private void style(Settings own) {
    String url = s.text(PingKeys.URL);
    Place place = first(own, PingKeys.URL);
    if (url != null
        && place != null
        && !s.has(PingKeys.STYLE)
        && !s.has(PingKeys.FAILURE_URL)
        && PingUrl.hasUuidElsewhere(url)) {
      problems.add(
          place.warning(
              "only successes are pinged: a healthchecks URL is …/ping/UUID; if this is one, write"
                  + " ping.style: healthchecks, else name a ping.failure-url"));
    }
  }

  private static @Nullable Place first(Settings settings, Key... keys) {
    for (Key key : keys) {
      Place place = settings.place(key);
      if (place != null) {
        return place;
      }
    }
    return null;
  }
}
