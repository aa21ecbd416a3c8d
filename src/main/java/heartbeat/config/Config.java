package heartbeat.config;

import heartbeat.model.JobName;
import heartbeat.notify.MailTransport;
import heartbeat.run.Job;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that is set, as far as it could be understood, and what could not. */
public final class Config {
  private static final List<String> NOTIFICATIONS = List.of("smtp", "ping", "mail");

  private final List<Path> files;
  private final Draft draft;
  private final Settings flags;
  private final @Nullable MailTransport transport;
  private final List<Problem> problems;

  Config(
      List<Path> files,
      Draft draft,
      Settings flags,
      @Nullable MailTransport transport,
      List<Problem> problems) {
    this.files = List.copyOf(files);
    this.draft = draft;
    this.flags = flags;
    this.transport = transport;
    this.problems = List.copyOf(problems);
  }

  /** The master switch. */
  public boolean enabled() {
    return draft.top.flag(TopKeys.ENABLED, true);
  }

  /** How mail leaves; null when nothing is said: the local sendmail, else SMTP at this host. */
  public @Nullable MailTransport transport() {
    return transport;
  }

  /** The sender of all mail; null: heartbeat at this host. */
  public @Nullable String from() {
    String from = flags.text(TopKeys.SMTP_FROM);
    return from == null ? draft.top.text(TopKeys.SMTP_FROM) : from;
  }

  /** The state directory; null when nothing is said. */
  public @Nullable Path stateDir() {
    Path path = flags.path(TopKeys.STATE_DIR);
    return path == null ? draft.top.path(TopKeys.STATE_DIR) : path;
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
   * What is wrong and may touch this job: problems of its own section, of {@code defaults}, of the
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
    return JobBuilder.build(name, settings(name), isReliable(name), isRedactKnown(name), from());
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
              // The hint at what an unknown key was meant to be.
              || problem.message().contains("redact'");
    };
  }

  /** What is wrong only with how things are sent leaves the rules as they are. */
  private static boolean isOfNotifications(String key) {
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

  /** What stands behind {@code serve:}, not looked at; aliases may make it cyclic. */
  @Nullable Entry serveEntry() {
    return draft.serve;
  }

  /** What stands behind {@code checks:}, likewise. */
  @Nullable Entry checksEntry() {
    return draft.checks;
  }
}
