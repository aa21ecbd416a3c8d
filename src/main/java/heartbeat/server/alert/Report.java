package heartbeat.server.alert;

import heartbeat.check.Schedule;
import java.util.List;

/**
 * Who gets a report, and when.
 *
 * @param to mail addresses
 */
public record Report(List<String> to, Schedule schedule) {
  /** The {@link Channel#key} of its channel. */
  public static final String KEY = "report/mail";

  public Report {
    to = List.copyOf(to);
  }

  /** The channel of the report: it takes the same way as every alert by mail. */
  public Channel channel() {
    return new Channel.Mail(KEY, to);
  }
}
