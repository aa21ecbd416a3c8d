package heartbeat.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import heartbeat.model.LogSettings;
import org.slf4j.LoggerFactory;

/**
 * Sets Logback up in code: Logback finds this class by its service file and looks for no XML. Only
 * commands that serve use it; a run of a job loads no class of Logback.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

  /** Until the config is read: text on standard error. */
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    set(context, LogSettings.USUAL, false);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /**
   * Logs as the config says from now on; files are opened anew.
   *
   * @param timed whether lines of text on standard error bear the time; systemd's journal adds its
   *     own
   */
  public static void apply(LogSettings settings, boolean timed) {
    set((LoggerContext) LoggerFactory.getILoggerFactory(), settings, timed);
  }

  private static void set(LoggerContext context, LogSettings settings, boolean timed) {
    context.reset();
    String file = settings.file();
    OutputStreamAppender<ILoggingEvent> appender =
        file == null ? console() : file(context, settings, file);
    start(appender, encoder(context, settings, timed || file != null), context);
    boolean lost = !appender.isStarted();
    if (lost) {
      appender = console();
      start(appender, encoder(context, settings, timed), context);
    }
    Appender<ILoggingEvent> quiet = new QuietAppender(appender);
    quiet.setContext(context);
    quiet.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(settings.level(), Level.INFO));
    root.addAppender(quiet);
    if (lost) {
      root.error("the log file {} can't be written: this log is on standard error", file);
    }
    // Jetty tells of every start and stop of its parts, and at debug prints requests with their
    // keys.
    context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
  }

  private static void start(
      OutputStreamAppender<ILoggingEvent> appender,
      Encoder<ILoggingEvent> encoder,
      LoggerContext context) {
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
  }

  private static Encoder<ILoggingEvent> encoder(
      LoggerContext context, LogSettings settings, boolean timed) {
    if (settings.json()) {
      JsonEncoder json = new JsonLine();
      json.setWithArguments(false);
      json.setWithSequenceNumber(false);
      json.setWithNanoseconds(false);
      json.setWithContext(false);
      json.setContext(context);
      json.start();
      return json;
    }
    LogLine layout = new LogLine(timed);
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> text = new LayoutWrappingEncoder<>();
    text.setContext(context);
    text.setLayout(layout);
    text.start();
    return text;
  }

  private static OutputStreamAppender<ILoggingEvent> console() {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setTarget("System.err");
    return console;
  }

  private static OutputStreamAppender<ILoggingEvent> file(
      LoggerContext context, LogSettings settings, String path) {
    RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
    file.setContext(context);
    file.setFile(path);
    SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
    policy.setContext(context);
    policy.setParent(file);
    policy.setFileNamePattern(path.replace("%", "\\%") + ".%d{yyyy-MM-dd}.%i");
    policy.setMaxFileSize(new FileSize(settings.fileSize()));
    policy.setMaxHistory(settings.keepDays());
    policy.start();
    file.setRollingPolicy(policy);
    return file;
  }
}
