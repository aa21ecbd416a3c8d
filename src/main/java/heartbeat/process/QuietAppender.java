package heartbeat.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;

/** Passes events on, but the same trouble only once a minute, with a count. */
final class QuietAppender extends AppenderBase<ILoggingEvent> {
  private final Appender<ILoggingEvent> next;
  private final LogRepeats repeats = new LogRepeats();

  QuietAppender(Appender<ILoggingEvent> next) {
    this.next = next;
    setName("quiet");
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
      next.doAppend(event);
      return;
    }
    int unlogged = repeats.take(kind(event), event.getInstant());
    if (unlogged == 0) {
      next.doAppend(event);
    } else if (unlogged > 0) {
      next.doAppend(counted(event, unlogged));
    }
  }

  /**
   * The message before values are filled in, where it has words of its own, and what was thrown.
   */
  private static String kind(ILoggingEvent event) {
    boolean hasWords = event.getMessage().chars().anyMatch(Character::isLetter);
    String message = hasWords ? event.getMessage() : event.getFormattedMessage();
    String thrown =
        event.getThrowableProxy() == null
            ? ""
            : event.getThrowableProxy().getClassName() + event.getThrowableProxy().getMessage();
    return event.getLoggerName() + ' ' + message + ' ' + thrown;
  }

  private LoggingEvent counted(ILoggingEvent event, int unlogged) {
    String message =
        event.getFormattedMessage() + " (and " + unlogged + " times more since the last line)";
    return JsonLine.rewritten(event, message, (LoggerContext) getContext());
  }

  @Override
  public void stop() {
    super.stop();
    next.stop();
  }
}
