package heartbeat.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One mail that heartbeat sends.
 *
 * @param text the whole body, without secrets
 * @param date when the thing happened that it is about
 * @param id tells it from other letters on the same thing; the same each time that it is sent
 * @param topic the job or check it is about, by its name: mail programs gather the letters on one
 *     topic in a thread
 * @param headers beside those that every mail has
 */
public record Letter(
    String from,
    List<String> to,
    String subject,
    String text,
    Instant date,
    String id,
    String topic,
    Map<String, String> headers) {
  public Letter {
    to = List.copyOf(to);
    headers = Map.copyOf(headers);
  }

  /** The same with more text at its end. */
  public Letter withMore(String more) {
    return new Letter(from, to, subject, text + more, date, id, topic, headers);
  }
}
