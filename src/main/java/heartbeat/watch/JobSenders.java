package heartbeat.watch;

import com.google.gson.JsonParser;
import heartbeat.channel.ChannelMessage;
import heartbeat.channel.Destination;
import heartbeat.channel.Target;
import heartbeat.config.Config;
import heartbeat.model.Delivery;
import heartbeat.model.Excerpt;
import heartbeat.model.JobName;
import heartbeat.model.Notification;
import heartbeat.model.Notification.SendMail;
import heartbeat.model.Notification.SendMessage;
import heartbeat.model.Notification.SendPing;
import heartbeat.model.PingKind;
import heartbeat.model.RunId;
import heartbeat.notify.ChannelDelivery;
import heartbeat.notify.ComposedMail;
import heartbeat.notify.LocalMail;
import heartbeat.notify.MailSender;
import heartbeat.notify.MailTransport;
import heartbeat.notify.Outbox;
import heartbeat.notify.OutboxDelivery;
import heartbeat.notify.OutboxItem;
import heartbeat.notify.PingSender;
import heartbeat.notify.Senders;
import heartbeat.notify.TimeBudget;
import heartbeat.process.Invocation;
import heartbeat.run.Job;
import heartbeat.run.PingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sends pings, mails and messages as a job and the config say. It loads nothing of HTTP or mail
 * before it sends the first one.
 */
public final class JobSenders implements Senders, AutoCloseable {
  private final Config config;
  private final Job job;
  private final Invocation invocation;
  private int bodyLimit = Integer.MAX_VALUE;

  /** The run that this process reports; null in a flush. */
  private final @Nullable RunId ownRun;

  /** Attaches the logs of this run's mails; null in a flush. */
  private @Nullable MailLogs logs;

  private @Nullable PingSender pings;
  private @Nullable MailSender mails;

  /**
   * @param ownRun the run that this process reports; null in a flush
   */
  public JobSenders(Config config, Job job, Invocation invocation, @Nullable RunId ownRun) {
    this.ownRun = ownRun;
    this.config = config;
    this.job = job;
    this.invocation = invocation;
  }

  /** Prepares the job's ping in the background: loads the HTTP client, looks up the host. */
  void prepare() {
    PingSettings settings = job.ping();
    String url =
        settings.urls().base() != null ? settings.urls().base() : settings.urls().success();
    if (url != null) {
      PingSender sender = pings();
      Background.start(() -> sender.prepare(url, settings));
    }
  }

  /** Delivers from this outbox with these senders. */
  public OutboxDelivery from(Outbox outbox) {
    return new OutboxDelivery(
        outbox,
        this,
        name -> jobNamed(name).keep().outbox(),
        invocation.clock(),
        ThreadLocalRandom.current());
  }

  /** Sends it now, without the outbox. */
  public Delivery send(Notification notification, @Nullable Path log, TimeBudget budget) {
    return switch (notification) {
      case SendPing ping -> ping(ping, budget);
      case SendMessage message -> message(message, budget);
      case SendMail mail -> send(mail, log, budget);
    };
  }

  /**
   * A ping of this run gets retries; any other one has waited in the outbox, and gets one attempt.
   * Jitter does not delay a failure.
   */
  @Override
  public Delivery ping(SendPing ping, TimeBudget budget) {
    PingSettings settings = jobNamed(ping.job()).ping();
    if (!ping.run().equals(ownRun)) {
      return traced("ping", pings().sendOnce(ping.request(), settings, budget));
    }
    long jitter = settings.jitter().toMillis();
    if (jitter > 0 && ping.kind() != PingKind.FAILURE) {
      long millis = ThreadLocalRandom.current().nextLong(jitter);
      budget.extend(Duration.ofMillis(millis));
      sleep(millis);
    }
    String body = Excerpt.tail(ping.body(), bodyLimit);
    return traced("ping", pings().send(ping.withBody(body).request(), settings, budget));
  }

  @Override
  public Delivery mail(OutboxItem.Mail mail, TimeBudget budget) {
    ComposedMail composed =
        logs == null ? new ComposedMail.InFile(mail.eml()) : logs.toSend(mail, budget);
    try {
      return traced(
          "mail", mails().send(composed, mail.from(), mail.to(), transport(mail), budget));
    } finally {
      if (composed instanceof ComposedMail.InFile file && !file.eml().equals(mail.eml())) {
        Composer.delete(file.eml());
      }
    }
  }

  /**
   * One attempt. It runs only programs that the config names now: the file in the outbox decides
   * over the program's input alone.
   */
  @Override
  public Delivery message(SendMessage message, TimeBudget budget) {
    return traced("message to " + message.channel(), sent(message, budget));
  }

  private Delivery sent(SendMessage message, TimeBudget budget) {
    Destination channel = config.destination(message.channel(), wrong -> {});
    ChannelDelivery channels = new ChannelDelivery(pings());
    if (message.isForCommand()) {
      return channel != null && channel.target() instanceof Target.ByCommand command
          ? run(channels, command, message, budget)
          : new Delivery.Undelivered(
              "the config has no command named '" + message.channel() + "' now", false);
    }
    PingSettings settings = jobNamed(message.job()).ping().forOtherServers();
    return channel != null && channel.target() instanceof Target.ByService service
        ? channels.send(service.service(), message.request(), settings, budget)
        : pings().sendOnce(message.request(), settings, budget);
  }

  private static Delivery run(
      ChannelDelivery channels, Target.ByCommand command, SendMessage message, TimeBudget budget) {
    ChannelMessage what;
    try {
      what = ChannelMessage.of(JsonParser.parseString(message.request().body()).getAsJsonObject());
    } catch (RuntimeException damaged) {
      return new Delivery.Undelivered("what was to be sent is damaged", true);
    }
    Duration limit = budget.upTo(command.timeout()).left();
    return channels.send(new Target.ByCommand(command.command(), limit), what);
  }

  /** From now on it attaches the logs to the mails of this run when it sends them. */
  void attaching(MailLogs mails) {
    logs = mails;
  }

  /** From now on it sends only the last so many bytes of a body. */
  void limitBodies(int bytes) {
    bodyLimit = bytes;
  }

  /** How many bytes of a body the server of this URL keeps, as it says; else Integer.MAX_VALUE. */
  public int bodyLimit(String url) {
    return pings().bodyLimit(url);
  }

  /** Whether the server of this URL said that it reads whom we told: it is a switch. */
  public boolean readsWhoIsTold(String url) {
    return pings().readsWhoIsTold(url);
  }

  /** Sends a ping now, in one attempt. */
  public Delivery sendOnce(SendPing ping, TimeBudget budget) {
    String what = ping.kind().name().toLowerCase(Locale.ROOT) + " ping";
    return traced(what, pings().sendOnce(ping.request(), jobNamed(ping.job()).ping(), budget));
  }

  private Delivery traced(String what, Delivery delivery) {
    if (invocation.trace().isOn()) {
      boolean taken = delivery instanceof Delivery.Delivered;
      invocation
          .trace()
          .tell(what + (taken ? " delivered: " : " NOT delivered: ") + delivery.detail());
    }
    return delivery;
  }

  private Delivery send(SendMail mail, @Nullable Path log, TimeBudget budget) {
    ComposedMail composed = null;
    try {
      composed = new Composer(job, invocation.host()).compose(mail, log);
      return traced("mail", mails().send(composed, mail.from(), mail.to(), transport(), budget));
    } catch (IOException e) {
      return new Delivery.Undelivered("it could not be composed: " + e.getMessage(), false);
    } finally {
      Composer.delete(composed instanceof ComposedMail.InFile file ? file.eml() : null);
    }
  }

  private Job jobNamed(JobName name) {
    return name.equals(job.name()) ? job : config.job(name);
  }

  private PingSender pings() {
    if (pings == null) {
      pings =
          new PingSender(
              invocation.clock(),
              ThreadLocalRandom.current(),
              duration -> Thread.sleep(duration),
              invocation.environment(),
              invocation.trace());
    }
    return pings;
  }

  private MailSender mails() {
    if (mails == null) {
      mails = new MailSender(invocation.host(), invocation.trace());
    }
    return mails;
  }

  /**
   * A mail of this run's job, or any in a flush, goes as the config says now: somebody may have
   * corrected a password. That of another job goes as that job's run stored it: the options of this
   * run do not concern it.
   */
  private MailTransport transport(OutboxItem.Mail mail) {
    MailTransport by = mail.by();
    boolean asSaidNow = ownRun == null || mail.job().equals(job.name());
    return by == null || (asSaidNow && config.transport() != null) ? transport() : by;
  }

  /** What the config says; else the local mail system, or a mail server on this machine. */
  MailTransport transport() {
    MailTransport configured = config.transport();
    return configured != null ? configured : LocalMail.here();
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (pings != null) {
      pings.close();
    }
  }
}
