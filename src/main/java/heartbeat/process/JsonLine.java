package heartbeat.process;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import org.jspecify.annotations.Nullable;

/** One event as a JSON object: the library's, with the values filled into the message. */
final class JsonLine extends JsonEncoder {
  @Override
  public byte[] encode(ILoggingEvent event) {
    return super.encode(
        event.getArgumentArray() == null
            ? event
            : rewritten(event, event.getFormattedMessage(), (LoggerContext) getContext()));
  }

  /** The same event with this message. */
  static LoggingEvent rewritten(ILoggingEvent event, String message, LoggerContext context) {
    Logger logger = context.getLogger(event.getLoggerName());
    LoggingEvent rewritten =
        new LoggingEvent(
            JsonLine.class.getName(), logger, event.getLevel(), message, thrown(event), null);
    rewritten.setInstant(event.getInstant());
    rewritten.setThreadName(event.getThreadName());
    return rewritten;
  }

  private static @Nullable Throwable thrown(ILoggingEvent event) {
    return event.getThrowableProxy() instanceof ThrowableProxy proxy ? proxy.getThrowable() : null;
  }
}
