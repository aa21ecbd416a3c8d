package heartbeat.watch;

import heartbeat.config.Config;
import heartbeat.model.Delivery;
import heartbeat.model.Excerpt;
import heartbeat.model.JobName;
import heartbeat.model.Notification;
import heartbeat.model.Notification.SendMail;
import heartbeat.model.Notification.SendMessage;
import heartbeat.model.Notification.SendPing;
import heartbeat.model.PingKind;
import heartbeat.model.Redactor;
import heartbeat.model.RunId;
import heartbeat.notify.ComposedMail;
import heartbeat.notify.MailComposer;
import heartbeat.notify.MailSender;
import heartbeat.notify.MailTransport;
import heartbeat.notify.Outbox;
import heartbeat.notify.OutboxDelivery;
import heartbeat.notify.OutboxItem;
import heartbeat.notify.PingSender;
import heartbeat.process.Invocation;
import heartbeat.run.Job;
import heartbeat.run.PingSettings;
import heartbeat.tell.JobState;
import heartbeat.tell.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The way out: what a plan wants to be sent goes into the outbox first, and from there to the
 * servers, with what has waited there since earlier. Nothing of HTTP or mail is loaded before it is
 * used.
 */
public final class Dispatch implements AutoCloseable {
  /** No attempt is begun after this: a run that ended must not hang about for long. */
  private static final Duration BUDGET = Duration.ofSeconds(60);

  private static final Path SENDMAIL = Path.of("/usr/sbin/sendmail");

  private final @Nullable State state;
  private final Config config;
  private final Job job;
  private final Invocation invocation;
  private int bodyLimit = Integer.MAX_VALUE;
  private @Nullable PingSender pings;
  private @Nullable MailSender mails;

  public Dispatch(@Nullable State state, Config config, Job job, Invocation invocation) {
    this.state = state;
    this.config = config;
    this.job = job;
    this.invocation = invocation;
  }

  /** Makes ready, beside other work, what the job's ping will need. */
  void prepare() {
    PingSettings settings = job.ping();
    String url = settings.url() != null ? settings.url() : settings.successUrl();
    if (url != null) {
      PingSender sender = pings();
      Background.start(() -> sender.prepare(url, settings));
    }
  }

  /**
   * Puts everything of the plan into the outbox; from then on it is not lost. What could not be put
   * there, as on a full disk, is returned: it has to be sent at once or never.
   */
  List<Notification> enqueue(Plan plan, @Nullable Path log) {
    List<Notification> left = new ArrayList<>();
    for (SendPing ping : plan.pings()) {
      try {
        outbox().put(ping);
      } catch (IOException e) {
        left.add(ping);
      }
    }
    for (SendMessage message : plan.messages()) {
      try {
        outbox().put(message);
      } catch (IOException e) {
        left.add(message);
      }
    }
    for (SendMail mail : plan.mails()) {
      Path draft = null;
      try {
        draft = outbox().draft(mail.job());
        outbox().put(mail, compose(mail, log, draft), config.transport());
      } catch (IOException e) {
        delete(draft);
        left.add(mail);
      }
    }
    return left;
  }

  /** Throws IOException where nothing can be kept. */
  private Outbox outbox() throws IOException {
    if (state == null) {
      throw new IOException("there is no state directory");
    }
    return state.outbox();
  }

  /**
   * Tries everything of this job that waits, and what is due of the others. That a mail of its own
   * was refused is for the caller to remember.
   */
  OutboxDelivery.Report deliver(Outbox outbox, RunId run) {
    OutboxDelivery.Report report = courier(outbox, run).deliver(job.name(), BUDGET);
    unalert(report, job.name());
    return report;
  }

  /** Tries everything of every job, or only what is due. */
  public OutboxDelivery.Report flush(Outbox outbox, boolean onlyDue) {
    OutboxDelivery courier = courier(outbox, null);
    OutboxDelivery.Report report = onlyDue ? courier.deliverDue(BUDGET) : courier.flush(BUDGET);
    unalert(report, null);
    return report;
  }

  /** Nobody has read a mail that was refused: the job's next failure must not count as told. */
  private void unalert(OutboxDelivery.Report report, @Nullable JobName but) {
    for (OutboxDelivery.Outcome outcome : report.rejected()) {
      if (state != null
          && outcome.item() instanceof OutboxItem.Mail mail
          && !mail.job().equals(but)) {
        try {
          state.journal().update(mail.job(), JobState::unalerted);
        } catch (IOException e) {
          // The refusal itself is said; at worst the next failure waits for the cooldown.
        }
      }
    }
  }

  private OutboxDelivery courier(Outbox outbox, @Nullable RunId run) {
    return new OutboxDelivery(
        outbox,
        ping -> ping.run().equals(run) ? send(ping) : sendOnce(ping),
        mail -> mails().send(mail.eml(), mail.from(), mail.to(), transport(mail, run)),
        message -> message.run().equals(run) ? send(message) : sendOnce(message),
        name -> of(name).outboxKeep(),
        invocation.clock(),
        ThreadLocalRandom.current());
  }

  /** Sends it now, past the outbox. */
  public Delivery send(Notification notification, @Nullable Path log) {
    return switch (notification) {
      case SendPing ping -> send(ping);
      case SendMessage message -> send(message);
      case SendMail mail -> send(mail, log);
    };
  }

  /** Sends a ping now, with retries. A failure is not held up by the jitter. */
  public Delivery send(SendPing ping) {
    long jitter = of(ping.job()).ping().jitter().toMillis();
    if (jitter > 0 && ping.kind() != PingKind.FAILURE) {
      sleep(ThreadLocalRandom.current().nextLong(jitter));
    }
    String body = Excerpt.tail(ping.body(), bodyLimit);
    return pings().send(ping.withBody(body).request(), of(ping.job()).ping());
  }

  /** From now on no more than so many bytes of a body are sent, the last ones. */
  void limitBodies(int bytes) {
    bodyLimit = bytes;
  }

  /** What the server of this URL said that it keeps of a body; Integer.MAX_VALUE for all. */
  public int bodyLimit(String url) {
    return pings().bodyLimit(url);
  }

  /** Sends a ping now, in one attempt. */
  public Delivery sendOnce(SendPing ping) {
    return pings().sendOnce(ping.request(), of(ping.job()).ping());
  }

  /** Sends a message now, with retries. */
  private Delivery send(SendMessage message) {
    return pings().send(message.request(), of(message.job()).ping().forOtherServers());
  }

  /** Sends a message now, in one attempt. */
  public Delivery sendOnce(SendMessage message) {
    return pings().sendOnce(message.request(), of(message.job()).ping().forOtherServers());
  }

  private Delivery send(Path eml, String from, List<String> to) {
    return mails().send(eml, from, to, transport());
  }

  private Delivery send(SendMail mail, @Nullable Path log) {
    Path draft = null;
    try {
      draft = Files.createTempFile("heartbeat-", ".eml");
      compose(mail, log, draft);
    } catch (IOException e) {
      delete(draft);
      return sendFromMemory(mail);
    }
    try {
      return send(draft, mail.from(), mail.to());
    } finally {
      delete(draft);
    }
  }

  private Delivery sendFromMemory(SendMail mail) {
    try {
      ComposedMail composed = new MailComposer(invocation.host()).composeInMemory(mail);
      return mails().send(composed, mail.from(), mail.to(), transport());
    } catch (IOException e) {
      return new Delivery.Undelivered("it could not be composed: " + e.getMessage(), false);
    }
  }

  private static void delete(@Nullable Path draft) {
    try {
      if (draft != null) {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      // Left for the system's own cleaning of temporary files; it is 0600.
    }
  }

  private Path compose(SendMail mail, @Nullable Path log, Path target) throws IOException {
    Redactor.Lines redactor = new Redactor(job.redact()).lines();
    new MailComposer(invocation.host()).compose(mail, log, redactor::redact, target);
    return target;
  }

  private Job of(JobName name) {
    return name.equals(job.name()) ? job : config.job(name);
  }

  private PingSender pings() {
    if (pings == null) {
      pings =
          new PingSender(
              invocation.clock(),
              ThreadLocalRandom.current(),
              duration -> Thread.sleep(duration),
              invocation.environment());
    }
    return pings;
  }

  private MailSender mails() {
    if (mails == null) {
      mails = new MailSender(invocation.host());
    }
    return mails;
  }

  /**
   * A mail of this run's job, or any in a flush, goes as is said now: a password may have been
   * mended. That of another job goes as that job wanted it: this run's options are not for it.
   */
  private MailTransport transport(OutboxItem.Mail mail, @Nullable RunId run) {
    MailTransport by = mail.by();
    boolean asSaidNow = run == null || mail.job().equals(job.name());
    return by == null || (asSaidNow && config.transport() != null) ? transport() : by;
  }

  /** What the config says; else the local mail system, or a mail server on this machine. */
  MailTransport transport() {
    MailTransport configured = config.transport();
    if (configured != null) {
      return configured;
    }
    return Files.isExecutable(SENDMAIL)
        ? new MailTransport.Sendmail(SENDMAIL)
        : new MailTransport.Smtp(
            "localhost", 25, MailTransport.Security.NONE, null, null, Duration.ofSeconds(30), null);
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
