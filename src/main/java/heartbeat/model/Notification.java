package heartbeat.model;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A ping, message or mail, with everything that is needed to send it now or later. */
public sealed interface Notification {
  JobName job();

  RunId run();

  /** When the thing happened that it is about. */
  Instant happened();

  /** One request to a dead man's switch. */
  record SendPing(JobName job, RunId run, Instant happened, PingKind kind, HttpRequest request)
      implements Notification {
    /** With the parts of its request. */
    public SendPing(
        JobName job,
        RunId run,
        Instant happened,
        PingKind kind,
        String url,
        String method,
        Map<String, String> headers,
        String body) {
      this(job, run, happened, kind, new HttpRequest(url, method, headers, body));
    }

    /** It may hold secrets: print it only through {@link PingUrl#masked}. */
    public String url() {
      return request.url();
    }

    public String body() {
      return request.body();
    }

    /** The server that it goes to: its URL without path. */
    public String origin() {
      int scheme = url().indexOf("://");
      int end = scheme < 0 ? -1 : url().indexOf('/', scheme + 3);
      return end < 0 ? url() : url().substring(0, end);
    }

    /** The same with this header, in place of one of the same name. */
    public SendPing withHeader(String name, String value) {
      Map<String, String> headers = new LinkedHashMap<>(request.headers());
      headers.put(name, value);
      return new SendPing(job, run, happened, kind, url(), request.method(), headers, body());
    }

    /** The same with another body. */
    public SendPing withBody(String text) {
      return text.equals(request.body())
          ? this
          : new SendPing(job, run, happened, kind, request.withBody(text));
    }
  }

  /**
   * One message to people through a chat or pager service, or a webhook.
   *
   * @param channel the name of the channel for people, such as {@code slack}; never a URL
   * @param recipient who gets it, as a hash that the switch knows as well; empty when not known
   */
  record SendMessage(
      JobName job,
      RunId run,
      Instant happened,
      String channel,
      String recipient,
      HttpRequest request)
      implements Notification {
    /** Stands for the URL when the channel is a program; the body is what it reads. */
    public static final String COMMAND = "command:";

    /** Whether the channel is a program, which the config names. */
    public boolean isForCommand() {
      return request.url().equals(COMMAND);
    }
  }

  /**
   * One mail to all recipients.
   *
   * @param attachLog whether the run's captured log goes with it
   */
  record SendMail(JobName job, RunId run, Instant happened, Letter letter, boolean attachLog)
      implements Notification {
    private static final String JOB_HEADER = "X-Heartbeat-Job";
    private static final String RUN_HEADER = "X-Heartbeat-Run";

    /** The header with the command that shows the log; only a mail with a log has it. */
    public static final String LOG_COMMAND_HEADER = "X-Heartbeat-Log-Command";

    /**
     * With the parts of its letter.
     *
     * @param text the body, without secrets
     * @param logCommand what shows the log, without secrets; null when the log is not attached
     */
    public SendMail(
        JobName job,
        RunId run,
        Instant happened,
        String from,
        List<String> to,
        String subject,
        String text,
        @Nullable String logCommand) {
      this(
          job,
          run,
          happened,
          new Letter(
              from,
              to,
              subject,
              text,
              happened,
              run.toString(),
              job.value(),
              headers(job, run, logCommand)),
          logCommand != null);
    }

    private static Map<String, String> headers(
        JobName job, RunId run, @Nullable String logCommand) {
      Map<String, String> headers = new HashMap<>();
      headers.put(JOB_HEADER, job.value());
      headers.put(RUN_HEADER, run.toString());
      if (logCommand != null) {
        headers.put(LOG_COMMAND_HEADER, logCommand);
      }
      return headers;
    }

    public String from() {
      return letter.from();
    }

    public List<String> to() {
      return letter.to();
    }

    public String subject() {
      return letter.subject();
    }

    public String text() {
      return letter.text();
    }
  }
}
