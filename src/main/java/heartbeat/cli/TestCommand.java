package heartbeat.cli;

import heartbeat.channel.Destination;
import heartbeat.config.Command;
import heartbeat.config.Config;
import heartbeat.config.Flags;
import heartbeat.config.Spelling;
import heartbeat.model.Delivery;
import heartbeat.model.JobName;
import heartbeat.model.Notification.SendMail;
import heartbeat.model.Notification.SendMessage;
import heartbeat.model.Notification.SendPing;
import heartbeat.model.PingUrl;
import heartbeat.model.RunId;
import heartbeat.notify.TimeBudget;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Refusal;
import heartbeat.process.Version;
import heartbeat.run.Job;
import heartbeat.run.Reason;
import heartbeat.run.Verdict;
import heartbeat.tell.Context;
import heartbeat.tell.Plan;
import heartbeat.watch.JobSenders;
import heartbeat.watch.JournalAndOutbox;
import heartbeat.watch.LoadedConfig;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** {@code heartbeat test JOB}: a real ping and a real mail, marked as a test. */
public final class TestCommand {
  /**
   * Said after a test: a mail system takes a mail, and may find out later that it can't deliver it.
   */
  static final String NOT_ARRIVED =
      "  If it does not arrive, look into the log of that mail system. It returns what it can't deliver";

  private static final List<String> VERDICTS = List.of("success", "warning", "failure", "skipped");

  private TestCommand() {}

  public static int run(Invocation started, String[] arguments) {
    Flags flags =
        Flags.parse(arguments, new Flags.Extra("verdict", true), new Flags.Extra("channel", true))
            .withoutCommand();
    if (flags.asksForHelp()) {
      return Help.show(started, Command.TEST);
    }
    Invocation invocation = started.verbose(flags.isVerbose());
    JobName name = flags.job();
    if (name == null && flags.problems().isEmpty()) {
      throw new Refusal(ExitStatus.USAGE, "JOB is missing");
    }
    name = name == null ? JobName.DEFAULT : name;
    LoadedConfig loading = LoadedConfig.of(flags, name, invocation.trace());
    if (loading.usage()) {
      return UsageError.tell(invocation, Command.TEST, loading.errors());
    }
    loading.errors().forEach(error -> invocation.err().println("heartbeat: " + error));
    if (loading.errors().isEmpty()) {
      refuseUnknown(name, loading.config(), invocation);
    }
    Job job = loading.config().job(name);
    Instant now = invocation.clock().instant();
    ThreadLocalRandom random = ThreadLocalRandom.current();
    RunId id = RunId.of(now, random.nextLong(), random.nextLong());
    Verdict verdict = verdict(flags.value("verdict"));
    Context context = new Context(invocation.host(), now, Version.number());
    String only = flags.value("channel");
    Plan plan =
        only == null
            ? Plan.test(job, id, verdict, context)
            : Plan.test(job, channel(loading.config(), only), id, verdict, context);
    boolean all =
        send(plan, only, new JobSenders(loading.config(), job, invocation, id), invocation);
    if (!loading.errors().isEmpty()) {
      return ExitStatus.CONFIG;
    }
    return all ? ExitStatus.OK : ExitStatus.FAILURE;
  }

  /**
   * A test of a mistyped name must not seem to succeed. When no file names any job, the name can't
   * be checked: only the crontab has it.
   */
  private static void refuseUnknown(JobName name, Config config, Invocation invocation) {
    List<JobName> known = config.jobNames();
    if (known.isEmpty() || known.contains(name) || hasRun(name, config, invocation)) {
      return;
    }
    List<String> names = known.stream().map(JobName::value).toList();
    String hint = Spelling.hint(name.value(), names);
    throw new Refusal(
        ExitStatus.FAILURE,
        "job "
            + name
            + " is not in the config and has not run yet, nothing was sent"
            + (hint.isEmpty() ? ": is the name right?" : hint));
  }

  /** True also when that can't be found out. */
  private static boolean hasRun(JobName name, Config config, Invocation invocation) {
    try {
      return JournalAndOutbox.find(config.stateDir(), invocation).journal().latest(name) != null;
    } catch (IOException | Refusal unreadable) {
      return true;
    }
  }

  private static Destination channel(Config config, String name) {
    List<String> wrong = new ArrayList<>();
    Destination channel = config.destination(name, wrong::add);
    if (channel == null) {
      throw new Refusal(ExitStatus.CONFIG, "--channel: " + String.join("; ", wrong));
    }
    return channel;
  }

  private static Verdict verdict(@Nullable String named) {
    return switch (named == null ? "success" : named) {
      case "success" -> new Verdict.Success(List.of());
      case "failure" -> new Verdict.Failure(Reason.MARKER_MISSING, List.of());
      case "warning" ->
          new Verdict.Warning(
              List.of(new heartbeat.run.Finding("task-failed", "a task", "this is a test")));
      case "skipped" -> new Verdict.Skipped("maintenance", List.of());
      default ->
          throw new Refusal(
              ExitStatus.USAGE,
              "--verdict: '"
                  + named
                  + "' is none of "
                  + String.join(", ", VERDICTS)
                  + Spelling.hint(named == null ? "" : named, VERDICTS));
    };
  }

  private static boolean send(
      Plan plan, @Nullable String only, JobSenders senders, Invocation invocation) {
    boolean all = true;
    try (senders) {
      for (SendPing ping : plan.pings()) {
        Delivery delivery = senders.sendOnce(ping, TimeBudget.unlimited());
        all &= delivery instanceof Delivery.Delivered;
        say(invocation, "ping " + PingUrl.masked(ping.url()), delivery);
      }
      for (SendMessage message : plan.messages()) {
        Delivery delivery = senders.message(message, TimeBudget.unlimited());
        all &= delivery instanceof Delivery.Delivered;
        say(invocation, "channel " + message.channel(), delivery);
      }
      for (SendMail mail : plan.mails()) {
        Delivery delivery = senders.send(mail, null, TimeBudget.unlimited());
        all &= delivery instanceof Delivery.Delivered;
        say(invocation, "mail to " + String.join(", ", mail.to()), delivery);
        if (delivery instanceof Delivery.Delivered) {
          invocation.out().println(NOT_ARRIVED + " to " + mail.from() + ".");
        }
      }
    }
    if (only == null && plan.pings().isEmpty()) {
      invocation.out().println("ping: none, no URL is set for this verdict");
    }
    if (only == null && plan.mails().isEmpty()) {
      invocation.out().println("mail: none, mail.to is not set");
    }
    if (plan.all().isEmpty()) {
      throw new Refusal(
          ExitStatus.CONFIG, "nobody would be told: set \"ping\", \"mail.to\" or \"alert\"");
    }
    return all;
  }

  private static void say(Invocation invocation, String what, Delivery delivery) {
    String result = delivery instanceof Delivery.Delivered ? "delivered: " : "NOT delivered: ";
    invocation.out().println(what + ": " + result + delivery.detail());
  }
}
