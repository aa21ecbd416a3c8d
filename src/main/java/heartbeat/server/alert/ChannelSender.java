package heartbeat.server.alert;

import heartbeat.channel.AlertPlaceholder;
import heartbeat.channel.ChannelMessage;
import heartbeat.channel.Destination;
import heartbeat.channel.Target;
import heartbeat.channel.Webhook;
import heartbeat.model.Delivery;
import heartbeat.model.Excerpt;
import heartbeat.model.Human;
import heartbeat.model.Letter;
import heartbeat.notify.ChannelDelivery;
import heartbeat.notify.LocalMail;
import heartbeat.notify.MailComposer;
import heartbeat.notify.MailSender;
import heartbeat.notify.MailTransport;
import heartbeat.notify.PingSender;
import heartbeat.server.AlertDelivery;
import heartbeat.server.ServeSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends alerts by mail, HTTP request or program, with the senders that the client uses, too. */
public final class ChannelSender implements AlertDelivery.Sender, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("heartbeat");

  private static final Duration TEST_TIME = Duration.ofSeconds(30);

  private final MailComposer composer;
  private final MailSender mailer;
  private final PingSender http;
  private final String host;
  private final ChannelDelivery channels;
  private final Supplier<ServeSettings> settings;
  private final AtomicBoolean saidTheWay = new AtomicBoolean();

  /**
   * @param machine this machine's name, for the greeting to a mail server
   * @param host the switch's name in messages and Message-IDs; nodes of one database share it
   */
  public ChannelSender(
      String machine, String host, PingSender http, Supplier<ServeSettings> settings) {
    this.composer = new MailComposer(host);
    this.mailer = new MailSender(machine);
    this.http = http;
    this.host = host;
    this.channels = new ChannelDelivery(http);
    this.settings = settings;
  }

  @Override
  public Delivery send(Channel channel, Message message, long id) {
    return switch (channel) {
      case Channel.Mail mail ->
          mail(
              new Target.ByMail(mail.to(), null, null),
              message,
              ChannelMessages.of(message, id, host),
              id);
      case Channel.Webhook hook ->
          channels.send(
              new Webhook(hook.url(), hook.method(), hook.headers(), hook.body()),
              ChannelMessages.of(message, id, host));
      case Channel.Named named -> named(named.destination(), message, id);
    };
  }

  private Delivery mail(Target.ByMail channel, Message message, ChannelMessage filled, long id) {
    MailTransport transport = settings.get().alerting().transport();
    if (transport == null) {
      return new Delivery.Undelivered("no smtp or sendmail in the config", false);
    }
    String topic = topic(message);
    Letter letter =
        new Letter(
            settings.get().alerting().from(),
            channel.to().stream().filter(one -> !message.about().told().contains(one)).toList(),
            own(channel.subject(), filled, AlertText.subject(message, site())),
            own(channel.body(), filled, AlertText.text(message)),
            message.at(),
            "alert-" + id,
            topic,
            message.check().isEmpty() ? Map.of() : Map.of("X-Heartbeat-Check", topic));
    Path folder = settings.get().storage().database().scratch();
    Path file = null;
    Path log = null;
    try {
      file =
          folder == null
              ? Files.createTempFile("alert", ".eml")
              : Files.createTempFile(folder, "alert", ".eml");
      if (!AlertText.isWholeLog(message)) {
        log = file.resolveSibling(file.getFileName() + ".log");
        write(log, AlertText.log(message) + "\n");
      }
      composer.compose(letter, log, line -> line, file);
      Delivery delivery =
          mailer.send(file, letter.from(), letter.to(), LocalMail.usable(transport));
      sayTheWay(delivery);
      return delivery;
    } catch (IOException e) {
      return new Delivery.Undelivered("the mail could not be written: " + e.getMessage(), false);
    } finally {
      delete(file);
      delete(log);
    }
  }

  private static void write(Path file, String text) throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.createFile(file, ownerOnly);
    Files.writeString(file, text);
  }

  /**
   * The switch's name in a mail's subject: the host of its pages, or {@code host} for local pages.
   */
  private String site() {
    String at = URI.create(settings.get().listen().baseUrl()).getHost();
    boolean local =
        at == null || at.equals("localhost") || at.startsWith("127.") || at.startsWith("[");
    return local ? host : at;
  }

  /** The config's template, filled in; without a template, the built-in text. */
  private static String own(@Nullable String template, ChannelMessage message, String builtIn) {
    return template == null
        ? builtIn
        : AlertPlaceholder.fill(template, message, UnaryOperator.identity());
  }

  /** Logs, only once, that mail takes another way than the usual one, and why. */
  private void sayTheWay(Delivery delivery) {
    boolean another =
        delivery instanceof Delivery.Delivered taken && taken.detail().contains("; before that: ");
    if (another && saidTheWay.compareAndSet(false, true)) {
      LOG.warn("mail goes another way: {}", delivery.detail());
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("{} is left over", file);
    }
  }

  private Delivery named(Destination destination, Message message, long id) {
    ChannelMessage wanted = ChannelMessages.of(message, id, host);
    return switch (destination.target()) {
      case Target.ByService service -> channels.send(service.service(), wanted);
      case Target.ByCommand command -> channels.send(command, wanted);
      case Target.ByMail mail -> mail(mail, message, wanted, id);
    };
  }

  /** The check's name without slashes, because the attached log's file name contains it. */
  private static String topic(Message message) {
    String name = Excerpt.oneLine(message.check()).replace('/', '-');
    return name.isEmpty() ? "switch" : name;
  }

  @Override
  public void close() {
    http.close();
  }

  /**
   * Sends a test message to all these channels at the same time, and returns the results by the
   * channels' keys. A channel that does not answer within 30 s counts as not reached, because a
   * person waits for the result.
   */
  public Map<String, Delivery> test(List<Channel> channels, Message message) {
    long id = message.at().getEpochSecond();
    List<Callable<Delivery>> tests = new ArrayList<>();
    channels.forEach(channel -> tests.add(() -> send(channel, message, id)));
    Map<String, Delivery> results = new LinkedHashMap<>();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<Delivery>> done =
          threads.invokeAll(tests, TEST_TIME.toSeconds(), TimeUnit.SECONDS);
      for (int i = 0; i < done.size(); i++) {
        results.put(channels.get(i).key(), outcome(done.get(i)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdownNow();
    }
    return results;
  }

  private static Delivery outcome(Future<Delivery> test) {
    return switch (test.state()) {
      case SUCCESS -> test.resultNow();
      case FAILED -> new Delivery.Undelivered(test.exceptionNow().toString(), false);
      case CANCELLED, RUNNING ->
          new Delivery.Undelivered("no answer within " + Human.duration(TEST_TIME), false);
    };
  }
}
