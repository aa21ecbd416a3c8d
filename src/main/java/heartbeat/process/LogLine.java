package heartbeat.process;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.temporal.ChronoUnit;

/** One event as a line of text: the time where nobody else adds it, the level, the message. */
final class LogLine extends LayoutBase<ILoggingEvent> {
  private final boolean timed;

  LogLine(boolean timed) {
    this.timed = timed;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder();
    if (timed) {
      line.append(event.getInstant().truncatedTo(ChronoUnit.MILLIS)).append(' ');
    }
    line.append(event.getLevel()).append(": ").append(event.getFormattedMessage()).append('\n');
    if (event.getThrowableProxy() != null) {
      line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return line.toString();
  }
}
