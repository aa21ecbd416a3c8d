package heartbeat.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Something to tell the world, with everything in it that is needed to send it now or later. */
public sealed interface Notification {
  JobName job();

  RunId run();

  /** When the thing happened that it tells of. */
  Instant happened();

  /**
   * One HTTP request to a dead man's switch.
   *
   * @param url complete, placeholders filled in; it may hold secrets: print it only through {@link
   *     PingUrl#masked}
   * @param headers sent as they are
   * @param body UTF-8 text; empty for none
   */
  record SendPing(
      JobName job,
      RunId run,
      Instant happened,
      PingKind kind,
      String url,
      String method,
      Map<String, String> headers,
      String body)
      implements Notification {
    public SendPing {
      headers = Map.copyOf(headers);
    }

    /** The same with another body. */
    public SendPing withBody(String text) {
      return text.equals(body)
          ? this
          : new SendPing(job, run, happened, kind, url, method, headers, text);
    }
  }

  /**
   * One mail to all recipients.
   *
   * @param text the whole body, redacted
   * @param attachLog whether the run's captured log goes with it
   */
  record SendMail(
      JobName job,
      RunId run,
      Instant happened,
      String from,
      List<String> to,
      String subject,
      String text,
      boolean attachLog)
      implements Notification {
    public SendMail {
      to = List.copyOf(to);
    }
  }
}
