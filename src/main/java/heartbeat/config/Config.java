package heartbeat.config;

import heartbeat.channel.Destination;
import heartbeat.model.JobName;
import heartbeat.notify.MailTransport;
import heartbeat.run.Job;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything that files and options set, and the problems with what could not be understood. */
public final class Config {
  private static final List<String> NOTIFICATIONS = List.of("smtp", "ping", "mail", "channels");

  private final List<Path> files;
  private final Draft draft;
  private final Settings flags;
  private final @Nullable MailTransport transport;
  private final List<Problem> problems;
  private final Map<String, String> env;

  Config(
      List<Path> files,
      Draft draft,
      Settings flags,
      @Nullable MailTransport transport,
      List<Problem> problems,
      Map<String, String> env) {
    this.files = List.copyOf(files);
    this.draft = draft;
    this.flags = flags;
    this.transport = transport;
    this.problems = List.copyOf(problems);
    this.env = env;
  }

  /** The master switch. */
  public boolean enabled() {
    return draft.top.flag(TopKeys.ENABLED, true);
  }

  /** How to send mail; null when nobody sets it: the local sendmail, else SMTP at this host. */
  public @Nullable MailTransport transport() {
    return transport;
  }

  /** The sender of all mail; null: heartbeat at this host. */
  public @Nullable String from() {
    String from = flags.text(TopKeys.SMTP_FROM);
    return from == null ? draft.top.text(TopKeys.SMTP_FROM) : from;
  }

  /** The state directory, as an absolute path; null when nobody sets it. */
  public @Nullable Path stateDir() {
    Path flag = flags.path(TopKeys.STATE_DIR);
    Path path = flag == null ? draft.top.path(TopKeys.STATE_DIR) : flag;
    return path == null ? null : path.toAbsolutePath();
  }

  /** The files that were read or should have been, in order. */
  public List<Path> files() {
    return files;
  }

  /** Everything that is wrong: the command line first, then the files from top to bottom. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * The problems that may concern this job: those of its own section, of {@code defaults}, of the
   * top, of a file as a whole and of the command line.
   */
  public List<Problem> problemsFor(JobName job) {
    var concerned = new ArrayList<Problem>();
    for (Problem problem : problems) {
      if (problem.job() == null || problem.job().equals(job.value())) {
        concerned.add(problem);
      }
    }
    return concerned;
  }

  /** The jobs that the files name, in their order. */
  public List<JobName> jobNames() {
    var names = new ArrayList<JobName>();
    for (String name : draft.jobs.keySet()) {
      if (JobNames.problemOf(name) == null) {
        names.add(new JobName(name));
      }
    }
    return names;
  }

  /**
   * A job, whether a file names it or not: flags over its own settings over {@code defaults} over
   * what is built in. When an error may touch it, its rules are {@link
   * heartbeat.run.Rules#UNKNOWN}, so that rules that were read by half can't give an all-clear; the
   * rest is what could be read of it.
   */
  public Job job(JobName name) {
    Settings settings = settings(name);
    Job job = JobBuilder.build(name, settings, isReliable(name), isRedactKnown(name), from());
    return settings.has(JobKeys.ALERT) ? job.alerting(channels(settings)) : job;
  }

  /** The channels that can be used; the others are among the problems already. */
  private List<Destination> channels(Settings settings) {
    List<Destination> channels = new ArrayList<>();
    for (String name : names(settings)) {
      Destination channel = destination(name, wrong -> {});
      if (channel != null) {
        channels.add(channel);
      }
    }
    return channels;
  }

  /** The names of the channels of a job, each once. */
  static List<String> names(Settings settings) {
    List<String> names = new ArrayList<>();
    for (String written : settings.list(JobKeys.ALERT, String.class)) {
      for (String name : written.strip().split("\\s*,\\s*", -1)) {
        if (!names.contains(name)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  private boolean isReliable(JobName name) {
    for (Problem problem : problemsFor(name)) {
      if (problem.isError() && !isOfNotifications(problem.key())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether all patterns of {@code redact} were read: none is refused or misspelled, and no part of
   * a file is unread in which one may stand.
   */
  private boolean isRedactKnown(JobName name) {
    for (Problem problem : problemsFor(name)) {
      if (problem.isError() && mayHideRedact(problem, name)) {
        return false;
      }
    }
    return true;
  }

  private static boolean mayHideRedact(Problem problem, JobName name) {
    String key = problem.key();
    return switch (key) {
      case "", "jobs", "defaults", "--config", "--redact" -> true;
      default ->
          key.endsWith(".redact")
              || key.endsWith(".<<")
              || key.equals("jobs." + name.value())
              // The hint at the key that an unknown one may stand for.
              || problem.message().contains("redact'");
    };
  }

  /** Problems only with sending leave the rules as they are. */
  private static boolean isOfNotifications(String key) {
    if (key.equals("--alert") || key.endsWith(".alert")) {
      return true;
    }
    for (String group : NOTIFICATIONS) {
      if (key.startsWith(group + ".")
          || key.startsWith("--" + group + "-")
          || key.contains("." + group + ".")) {
        return true;
      }
    }
    return false;
  }

  private Settings settings(JobName name) {
    var settings = new Settings();
    settings.putAll(draft.defaults);
    Draft.Section own = draft.jobs.get(name.value());
    if (own != null) {
      settings.putAll(own.settings());
    }
    settings.putAll(flags);
    return settings;
  }

  /** The names of the channels, in their order. */
  public List<String> channelNames() {
    return List.copyOf(draft.channels.keySet());
  }

  /**
   * The channel with this name, read now: a channel may hold secrets that only some users can read,
   * so it is read only when a job uses it.
   *
   * @param wrong takes what is wrong with it, a line each
   * @return null when there is none, or it can't be used
   */
  public @Nullable Destination destination(String name, Consumer<String> wrong) {
    Entry entry = draft.channels.get(name);
    if (entry == null) {
      wrong.accept(ChannelConfig.noChannel(name, channelNames()));
      return null;
    }
    List<Problem> found = new ArrayList<>();
    Destination destination = channel(entry, new Substitution(env), found).destination();
    for (Problem problem : found) {
      if (problem.isError()) {
        wrong.accept(problem.toString());
      }
    }
    return found.stream().anyMatch(Problem::isError) ? null : destination;
  }

  static ChannelConfig channel(Entry entry, Substitution substitution, List<Problem> problems) {
    return DestinationReader.read(
        new MapReader(entry, ChannelKeys.ofChannel(), "", substitution, problems));
  }

  /** The channels by their names, not read yet. */
  Map<String, Entry> channelEntries() {
    return draft.channels;
  }

  /** Whether it has settings or checks of {@code heartbeat serve}. */
  public boolean hasSwitch() {
    return draft.serve != null || draft.checks != null;
  }

  /** The value of {@code serve:}, not read yet; aliases may make it cyclic. */
  @Nullable Entry serveEntry() {
    return draft.serve;
  }

  /** The value of {@code checks:}, likewise. */
  @Nullable Entry checksEntry() {
    return draft.checks;
  }
}
