package heartbeat.config;

import heartbeat.model.JobName;
import heartbeat.model.LinePattern;
import heartbeat.run.Job;
import heartbeat.run.MailSettings;
import heartbeat.run.MailSettings.Occasion;
import heartbeat.run.Marker;
import heartbeat.run.PingSettings;
import heartbeat.run.Preset;
import heartbeat.run.Rules;
import heartbeat.run.Rules.FailedTasks;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a job of its settings. */
final class JobBuilder {
  private final Settings s;

  private final boolean redactKnown;

  private JobBuilder(Settings settings, boolean redactKnown) {
    this.s = settings;
    this.redactKnown = redactKnown;
  }

  /**
   * The job.
   *
   * @param reliable whether the rules can be relied on; else it gets {@link Rules#UNKNOWN}
   * @param redactKnown whether every pattern of {@code redact} could be read
   * @param from the sender when none is set for the job
   */
  static Job build(
      JobName name,
      Settings settings,
      boolean reliable,
      boolean redactKnown,
      @Nullable String from) {
    return new JobBuilder(settings, redactKnown).job(name, reliable, from);
  }

  private Job job(JobName name, boolean reliable, @Nullable String from) {
    Job base = Job.named(name);
    String lock = s.text(JobKeys.LOCK);
    Path directory = s.path(JobKeys.DIRECTORY);
    return new Job(
        name,
        reliable ? rules(base.rules()) : Rules.UNKNOWN,
        ping(base.ping()),
        mail(base.mail(), from),
        List.of(),
        new Job.Limits(
            s.duration(JobKeys.MAX_DURATION),
            s.duration(JobKeys.MAX_SILENCE),
            s.duration(JobKeys.KILL_AFTER, base.limits().killAfter())),
        new Job.Exec(
            lock == null ? base.exec().lock() : Job.Lock.valueOf(constant(lock)),
            directory == null ? null : directory.toString()),
        new Job.Log(
            s.number(JobKeys.LOG_LIMIT, base.log().limit()), s.flag(JobKeys.TEE, base.log().tee())),
        new Job.Redaction(s.list(JobKeys.REDACT, LinePattern.class), redactKnown),
        new Job.Keep(
            (int) s.number(JobKeys.KEEP_RUNS, base.keep().runs()),
            s.duration(JobKeys.OUTBOX_KEEP, base.keep().outbox())),
        s.flag(JobKeys.SNAPSHOT, base.snapshot()));
  }

  private Rules rules(Rules base) {
    String preset = s.text(JobKeys.PRESET);
    String failedTasks = s.text(JobKeys.FAILED_TASKS);
    return new Rules(
        preset == null ? base.preset() : Preset.valueOf(constant(preset)),
        s.list(JobKeys.SUCCESS_MARKER, Marker.class),
        s.list(JobKeys.FAILURE_MARKER, Marker.class),
        s.list(JobKeys.WARNING_MARKER, Marker.class),
        s.list(JobKeys.SKIP_MARKER, Marker.class),
        failedTasks == null ? base.failedTasks() : FailedTasks.valueOf(constant(failedTasks)),
        s.duration(JobKeys.MIN_DURATION));
  }

  private PingSettings ping(PingSettings base) {
    String style = s.text(PingKeys.STYLE);
    String body = s.text(PingKeys.BODY);
    PingSettings.Network network = base.network();
    return new PingSettings(
        new PingSettings.Urls(
            s.text(PingKeys.URL),
            s.text(PingKeys.START_URL),
            s.text(PingKeys.SUCCESS_URL),
            s.text(PingKeys.FAILURE_URL),
            s.text(PingKeys.LOG_URL)),
        style == null ? null : PingSettings.Style.valueOf(constant(style)),
        s.flag(PingKeys.START, base.start()),
        "failure".equals(s.text(JobKeys.WARNING_PING)),
        new PingSettings.Content(
            textOr(PingKeys.METHOD, base.content().method()),
            body == null ? base.content().body() : PingSettings.Body.valueOf(constant(body)),
            (int) s.number(PingKeys.BODY_LIMIT, base.content().bodyLimit()),
            s.headers(),
            textOr(PingKeys.USER_AGENT, base.content().userAgent())),
        new PingSettings.Network(
            s.text(PingKeys.PROXY),
            s.path(PingKeys.CA_FILE),
            s.duration(PingKeys.CONNECT_TIMEOUT, network.connectTimeout()),
            s.duration(PingKeys.READ_TIMEOUT, network.readTimeout()),
            s.duration(PingKeys.TIMEOUT, network.timeout()),
            (int) s.number(PingKeys.RETRIES, network.retries())),
        s.duration(PingKeys.JITTER, base.jitter()));
  }

  private MailSettings mail(MailSettings base, @Nullable String from) {
    String own = s.text(MailKeys.FROM);
    return new MailSettings(
        s.list(MailKeys.TO, String.class),
        own == null ? from : own,
        s.has(MailKeys.ON) ? occasions(s.list(MailKeys.ON, String.class)) : base.on(),
        s.text(MailKeys.SUBJECT),
        s.text(MailKeys.BODY),
        s.duration(MailKeys.COOLDOWN, base.cooldown()));
  }

  private static Set<Occasion> occasions(List<String> names) {
    var occasions = EnumSet.noneOf(Occasion.class);
    for (String name : names) {
      occasions.add(Occasion.valueOf(constant(name)));
    }
    return occasions;
  }

  private String textOr(Key key, String builtIn) {
    String text = s.text(key);
    return text == null ? builtIn : text;
  }

  /** The name of an enum's constant from how people write it. */
  static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
