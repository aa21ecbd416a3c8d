package heartbeat.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import heartbeat.model.Delivery;
import heartbeat.model.Notification.SendMessage;
import heartbeat.model.Notification.SendPing;
import heartbeat.model.PingKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;

/** The other process of the outboxDelivery's tests: the server is a file to which is appended. */
final class OutboxDeliveryProcess {
  private OutboxDeliveryProcess() {}

  public static void main(String[] args) throws Exception {
    Path state = Path.of(args[1]);
    Outbox outbox = new Outbox(state.resolve("outbox"), InstantSource.system());
    OutboxDelivery outboxDelivery =
        new OutboxDelivery(
            outbox,
            new ToFile(state),
            job -> Duration.ofDays(3),
            InstantSource.system(),
            new Random());
    switch (args[0]) {
      case "deliver" ->
          outboxDelivery.deliver(Letters.MOODLE, TimeBudget.of(Duration.ofMinutes(1)));
      case "work" -> {
        System.out.println("at work");
        for (int i = 0; ; i++) {
          String ping = args[2] + "/" + i;
          outbox.put(Letters.ping(PingKind.FAILURE, ping));
          append(state.resolve("accepted"), ping);
          String mail = args[2] + "+" + i;
          Letters.put(outbox, mail);
          append(state.resolve("accepted"), mail);
          if (i % 3 == 2) {
            outboxDelivery.deliver(Letters.MOODLE, TimeBudget.of(Duration.ofMinutes(1)));
            System.out.println("delivered");
          }
        }
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /** The server. */
  private record ToFile(Path state) implements Senders {
    @Override
    public Delivery ping(SendPing ping, TimeBudget budget) {
      return take(state, ping.url());
    }

    @Override
    public Delivery mail(OutboxItem.Mail mail, TimeBudget budget) {
      return take(state, read(mail.eml()));
    }

    @Override
    public Delivery message(SendMessage message, TimeBudget budget) {
      return take(state, message.request().url());
    }
  }

  private static Delivery take(Path state, String what) {
    append(state.resolve("delivered"), what);
    return new Delivery.Delivered("ok");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One line, in one write, so that no kill cuts it. */
  private static void append(Path file, String line) {
    try {
      Files.write(
          file,
          (line + "\n").getBytes(UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
