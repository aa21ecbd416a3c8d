package heartbeat.notify;

import heartbeat.channel.AlertPlaceholder;
import heartbeat.channel.ChannelMessage;
import heartbeat.channel.RetryAfter;
import heartbeat.channel.Service;
import heartbeat.channel.Target;
import heartbeat.channel.Webhook;
import heartbeat.model.Delivery;
import heartbeat.model.HttpRequest;
import heartbeat.run.PingSettings;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sends messages to services and programs, in one attempt each. The caller sends mail. */
public final class ChannelDelivery {
  private final PingSender http;

  /** The caller closes {@code http}. */
  public ChannelDelivery(PingSender http) {
    this.http = http;
  }

  /** Sends it to a service or webhook. */
  public Delivery send(Service service, ChannelMessage message) {
    return http.sendOnce(
        service.request(message), PingSettings.NONE, TimeBudget.unlimited(), new Answers(service));
  }

  /** Hands it to a program. */
  public Delivery send(Target.ByCommand command, ChannelMessage message) {
    List<String> words =
        command.command().stream()
            .map(word -> AlertPlaceholder.fill(word, message, UnaryOperator.identity()))
            .toList();
    try {
      return new CommandDelivery(words, command.timeout())
          .send(Webhook.json(message).toString() + "\n");
    } catch (InterruptedException told) {
      Thread.currentThread().interrupt();
      return new Delivery.Undelivered("not sent: heartbeat was told to end", false);
    }
  }

  /** Sends a request that was made for this service and has waited in an outbox. */
  public Delivery send(
      Service service, HttpRequest request, PingSettings settings, TimeBudget budget) {
    return http.sendOnce(request, settings, budget, new Answers(service));
  }

  private record Answers(Service service) implements AnswerReader {
    @Override
    public @Nullable String blame(int status, String body) {
      return service.blame(status, body);
    }

    @Override
    public Duration pause(String body) {
      return RetryAfter.in(body);
    }
  }
}
