package heartbeat.server;

import heartbeat.model.Delivery;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.ChannelSender;
import heartbeat.server.alert.Message;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends test alerts from the running switch, with its permissions, its config and its network. */
public final class TestAlerts {
  private final SwitchService service;
  private final ChannelSender sender;
  private final String host;

  TestAlerts(SwitchService service, ChannelSender sender, String host) {
    this.service = service;
    this.sender = sender;
    this.host = host;
  }

  /**
   * Sends a test alert on each channel. Returns the results by the channel's key; empty when no
   * channel matches.
   *
   * @param only the key of one channel; null: all channels
   */
  public Map<String, Delivery> run(@Nullable String only) {
    List<Channel> channels =
        service.settings().alerting().channels().stream()
            .filter(channel -> only == null || channel.key().equals(only))
            .toList();
    return sender.test(channels, message(host, service.now()));
  }

  /** What a test alert says. */
  static Message message(String host, Instant now) {
    return Message.notice(
        "test",
        now.truncatedTo(ChronoUnit.MILLIS),
        null,
        "This is a test of the switch at " + host + ". Nothing is wrong.");
  }
}
