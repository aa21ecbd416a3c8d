package heartbeat.server;

import heartbeat.channel.ChannelMessage.Kind;
import heartbeat.channel.Destination;
import heartbeat.channel.Target;
import heartbeat.channel.ToldRecipients;
import heartbeat.channel.Webhook;
import heartbeat.check.Alert;
import heartbeat.check.Flip;
import heartbeat.check.Maintenance;
import heartbeat.check.QuietHours;
import heartbeat.check.Status;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.ChannelMessages;
import heartbeat.server.alert.Message;
import heartbeat.server.alert.Routes;
import heartbeat.server.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides, within the transaction of the flip, which channels get an alert and when. A channel gets
 * the kinds of alerts that it is {@code on} for. In its quiet hours, alerts wait. A channel with
 * {@code after} gets an alert only if the check is still down after that time.
 */
final class AlertRouting {
  private final Session session;
  private final long check;
  private final List<Channel> channels;
  private final Maintenance.@Nullable Span maintenance;
  private final Instant now;

  /** {@code maintenance} is the window in which alerts wait; null when there is none now. */
  AlertRouting(
      Session session,
      long check,
      List<Channel> channels,
      Maintenance.@Nullable Span maintenance,
      Instant now) {
    this.maintenance = maintenance;
    this.session = session;
    this.check = check;
    this.channels = channels;
    this.now = now;
  }

  /**
   * When somebody pauses a check, that person knows that it is down: alerts that wait for {@code
   * after} are withdrawn.
   */
  void flipped(Flip flip) throws SQLException {
    if (flip.to() == Status.PAUSED) {
      acknowledged();
    }
  }

  /** When somebody acknowledges a check, alerts that wait for {@code after} are withdrawn. */
  void acknowledged() throws SQLException {
    for (Channel channel : channels) {
      if (after(channel).isPositive()) {
        session.pendingAlerts().withdraw(check, channel.key(), now);
      }
    }
  }

  /**
   * Stores the alert for each channel that must get it, without the people whom the client has
   * notified already.
   */
  void add(Alert alert, Message message, ToldRecipients told) throws SQLException {
    Kind kind = ChannelMessages.kind(message.kind());
    for (Channel channel : channels) {
      Message mine = untold(channel, alert.kind(), message, told);
      if (mine != null
          && wants(channel, alert.kind())
          && !isOverBeforeItWasTold(channel, alert.kind())
          && changesWhatIsKnown(channel, alert.kind())) {
        session.outbox().add(check, channel.key(), mine, now, due(channel, alert, kind));
      }
    }
  }

  /**
   * The message for those people of a channel whom the client has not notified; null when it has
   * notified all of them.
   */
  private @Nullable Message untold(
      Channel channel, Alert.Kind kind, Message message, ToldRecipients told) throws SQLException {
    List<String> addresses = addresses(channel);
    List<String> known =
        addresses.stream().filter(address -> told.has(ToldRecipients.byMail(address))).toList();
    boolean all =
        addresses.isEmpty() ? told.has(recipient(channel)) : known.size() == addresses.size();
    if (!all) {
      return known.isEmpty() ? message : message.without(known);
    }
    // If the switch reported "down" on this channel, it also reports the recovery.
    boolean closes =
        kind == Alert.Kind.RECOVERED && session.pendingAlerts().toldDown(check, channel.key());
    return closes ? message : null;
  }

  private static List<String> addresses(Channel channel) {
    return switch (channel) {
      case Channel.Mail mail -> mail.to();
      case Channel.Named named ->
          named.destination().target() instanceof Target.ByMail mail ? mail.to() : List.of();
      case Channel.Webhook hook -> List.of();
    };
  }

  private static String recipient(Channel channel) {
    return switch (channel) {
      case Channel.Mail mail -> "";
      case Channel.Named named -> ToldRecipients.by(named.destination().target());
      case Channel.Webhook hook ->
          ToldRecipients.by(
              new Target.ByService(
                  new Webhook(hook.url(), hook.method(), hook.headers(), hook.body())));
    };
  }

  private static boolean wants(Channel channel, Alert.Kind kind) {
    Destination named = channel instanceof Channel.Named one ? one.destination() : null;
    return switch (kind) {
      case DOWN -> named == null || named.wants(Kind.DOWN);
      case RECOVERED -> named == null || named.wants(Kind.UP);
      case REMINDER -> named == null || named.wants(Kind.REMINDER);
      case LATE -> Routes.wantsLate(channel);
      case ARRIVED -> Routes.wantsLate(channel) && named != null && named.wants(Kind.UP);
    };
  }

  /**
   * Whether the channel need not get this alert, because it was not told of the problem before it
   * ended. Withdraws the alert that waits.
   */
  private boolean isOverBeforeItWasTold(Channel channel, Alert.Kind kind) throws SQLException {
    if (kind == Alert.Kind.RECOVERED
        && session.pendingAlerts().withdrawHeld(check, channel.key(), now) > 0) {
      return true;
    }
    if (kind == Alert.Kind.ARRIVED) {
      return session.pendingAlerts().withdrawLate(check, channel.key(), now) > 0;
    }
    if (!after(channel).isPositive()) {
      return false;
    }
    return switch (kind) {
      case RECOVERED ->
          session.pendingAlerts().withdraw(check, channel.key(), now) > 0
              || !session.pendingAlerts().toldDown(check, channel.key());
      case REMINDER -> session.pendingAlerts().waits(check, channel.key(), now);
      case DOWN, LATE, ARRIVED -> false;
    };
  }

  /**
   * Whether the alert will still be news when the maintenance ends: nobody is alerted about a check
   * that went down and recovered during the maintenance.
   */
  private boolean changesWhatIsKnown(Channel channel, Alert.Kind kind) throws SQLException {
    if (maintenance == null) {
      return true;
    }
    return switch (kind) {
      case RECOVERED -> {
        session.pendingAlerts().withdrawMadeSince(check, channel.key(), maintenance.from(), now);
        yield session.pendingAlerts().toldDown(check, channel.key());
      }
      case DOWN -> {
        session.pendingAlerts().withdrawMadeSince(check, channel.key(), maintenance.from(), now);
        yield !session.pendingAlerts().toldDown(check, channel.key());
      }
      case REMINDER, LATE -> false;
      case ARRIVED -> true;
    };
  }

  private static Duration after(Channel channel) {
    return channel instanceof Channel.Named named ? named.destination().after() : Duration.ZERO;
  }

  private Instant due(Channel channel, Alert alert, Kind kind) {
    Instant due = alert.notBefore();
    if (maintenance != null && maintenance.until().isAfter(due)) {
      due = maintenance.until();
    }
    Instant escalated = alert.at().plus(after(channel));
    if (kind == Kind.DOWN && escalated.isAfter(due)) {
      due = escalated;
    }
    // Other checks may go down in the same moments: the alert waits, so that one message has them
    // all.
    due = due.plus(channel.gather());
    @Nullable QuietHours quiet = channel instanceof Channel.Named named ? named.quiet() : null;
    return quiet == null ? due : quiet.sayAt(due);
  }
}
