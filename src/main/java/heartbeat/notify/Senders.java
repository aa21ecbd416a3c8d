package heartbeat.notify;

import heartbeat.model.Delivery;
import heartbeat.model.Notification.SendMessage;
import heartbeat.model.Notification.SendPing;

/** Sends what waits in the outbox: one method for each kind. */
public interface Senders {
  /** Sends a ping, with retries as far as the budget allows. */
  Delivery ping(SendPing ping, TimeBudget budget);

  /** Sends a mail that was composed, one attempt. */
  Delivery mail(OutboxItem.Mail mail, TimeBudget budget);

  /** Sends a message to a chat service or webhook, with retries as far as the budget allows. */
  Delivery message(SendMessage message, TimeBudget budget);
}
