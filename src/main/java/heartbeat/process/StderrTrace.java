package heartbeat.process;

import heartbeat.model.Excerpt;
import heartbeat.model.PingUrl;
import heartbeat.model.Redactor;
import heartbeat.model.Trace;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * {@code -v}: prints each step on standard error, with the local time. It needs no logging library:
 * a run is one stream of lines that ends with the run.
 */
final class StderrTrace implements Trace {
  private final PrintStream err;
  private final InstantSource clock;
  private final Redactor redactor = new Redactor(List.of());

  StderrTrace(PrintStream err, InstantSource clock) {
    this.err = err;
    this.clock = clock;
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public void tell(String what) {
    LocalTime now = ZonedDateTime.ofInstant(clock.instant(), ZoneId.systemDefault()).toLocalTime();
    String line = redactor.redact(PingUrl.maskedIn(Excerpt.oneLine(what)));
    // One write for a line: several threads trace at the same time, and so does the start ping.
    err.println(time(now) + " " + line);
  }

  private static String time(LocalTime now) {
    return String.format(
        java.util.Locale.ROOT,
        "%02d:%02d:%02d.%03d",
        now.getHour(),
        now.getMinute(),
        now.getSecond(),
        now.getNano() / 1_000_000);
  }
}
