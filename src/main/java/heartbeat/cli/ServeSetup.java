package heartbeat.cli;

import heartbeat.config.Config;
import heartbeat.config.Problem;
import heartbeat.config.ServeConfig;
import heartbeat.journal.StateDirectory;
import heartbeat.journal.UserEnvironment;
import heartbeat.model.LogSettings;
import heartbeat.notify.LocalMail;
import heartbeat.process.Invocation;
import heartbeat.server.ServeSettings;
import heartbeat.server.SwitchServer;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** The switch's settings, from config and command line. */
final class ServeSetup {
  private final Invocation invocation;
  private final CommonOptions common;
  private final @Nullable String listen;
  private final @Nullable String database;
  private final TimeZone machine = TimeZone.getDefault();
  private LogSettings log = LogSettings.USUAL;
  private List<Path> files = List.of();

  ServeSetup(
      Invocation invocation,
      CommonOptions common,
      @Nullable String listen,
      @Nullable String database) {
    this.invocation = invocation;
    this.common = common;
    this.listen = listen;
    this.database = database;
  }

  /** Reads them anew; prints every problem. Null when there are errors. */
  @Nullable ServeSettings read() {
    Config config = common.load();
    ServeConfig serve = read(config);
    boolean wrong = serve.settings() == null;
    for (Problem problem : config.problems()) {
      invocation.err().println(problem);
      wrong |= problem.isError();
    }
    serve.problems().forEach(invocation.err()::println);
    log = serve.log();
    files = config.files();
    return wrong ? null : serve.settings();
  }

  /** The files of the config that was read last. */
  List<Path> files() {
    return files;
  }

  /** How to log, as the config that was read last says. */
  LogSettings log() {
    return log;
  }

  /** The problems of {@code serve:} and {@code checks:}; changes nothing. */
  List<Problem> problems(Config config) {
    return read(config).problems();
  }

  /** Whether the config has a switch. */
  boolean isWanted(Config config) {
    return config.hasSwitch();
  }

  /** The switch that the config describes; null when there are errors. Changes nothing. */
  @Nullable ServeSettings settings(Config config) {
    return read(config).settings();
  }

  /** The files that its values come from by {@code ${file:…}}. */
  List<Path> secrets(Config config) {
    return read(config).secrets();
  }

  /**
   * Reads it in the time zone of {@code serve.timezone}, if that is set: it becomes the zone of
   * this process, for pages, alerts, and schedules without a zone of their own.
   */
  private ServeConfig read(Config config) {
    ZoneId zone = ServeConfig.timezone(config, invocation.environment());
    TimeZone.setDefault(zone == null ? machine : TimeZone.getTimeZone(zone));
    return ServeConfig.read(
        config, invocation.environment(), optionsAndDefaults(usualDatabase(config)));
  }

  /**
   * The problem with the certificate's files, as far as this user can see; null when there is none.
   */
  @Nullable String tlsProblem(Config config) {
    ServeSettings settings = settings(config);
    return settings == null ? null : SwitchServer.tlsProblem(settings);
  }

  private ServeConfig.OptionsAndDefaults optionsAndDefaults(Path usualDatabase) {
    return new ServeConfig.OptionsAndDefaults(
        listen, database, usualDatabase, LocalMail.here(), "heartbeat@" + invocation.host());
  }

  private static Path usualDatabase(Config config) {
    Path explicit = config.stateDir();
    return switch (StateDirectory.resolve(
        explicit == null ? null : explicit.toString(), UserEnvironment.ofThisProcess())) {
      case StateDirectory.Usable usable -> usable.path().resolve("switch.db");
      case StateDirectory.Unusable unusable ->
          // A problem only if the config has no database either; then opening it will say so.
          Path.of("/var/lib/heartbeat/switch.db");
    };
  }
}
