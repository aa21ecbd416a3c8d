package heartbeat.server.alert;

import heartbeat.check.Schedule;
import java.util.List;

/**
 * Who gets a report, and when.
 *
 * @param to addresses
 */
public record Report(List<String> to, Schedule schedule) {
  /** The key of its channel. */
  public static final String KEY = "report/mail";

  public Report {
    to = List.copyOf(to);
  }

  /** The way that it takes: that of any alert by mail. */
  public Channel channel() {
    return new Channel.Mail(KEY, to);
  }
}
