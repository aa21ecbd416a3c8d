package heartbeat.cli;

import heartbeat.config.ListenAddress;
import heartbeat.model.LogSettings;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.LogSetup;
import heartbeat.process.Refusal;
import heartbeat.process.ServiceManager;
import heartbeat.process.SignalSource;
import heartbeat.process.Version;
import heartbeat.server.ControlSocket;
import heartbeat.server.ServeSettings;
import heartbeat.server.SwitchServer;
import heartbeat.server.http.HttpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code heartbeat serve}: the dead man's switch. HUP reads the config anew, without losing a ping
 * or a state; any other signal stops it.
 */
@Command(
    name = "serve",
    description = "Receives pings, and alerts when one does not come: the dead man's switch.",
    footer = {
      "",
      "Checks are set under `checks:` in the config; HUP (systemctl reload) reads it anew.",
      "",
      "Example:  heartbeat serve --listen 127.0.0.1:8000 --database switch.db"
    })
final class ServeCommand implements Callable<Integer> {
  private static final int HUP = 1;

  private final Invocation invocation;
  private final SignalSource signals;
  private final ServiceManager manager;
  private final BlockingQueue<Integer> sent = new LinkedBlockingQueue<>();

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      description = "HOST:PORT, as 127.0.0.1:8000, which is the default")
  private @Nullable String listen;

  @Option(
      names = "--database",
      paramLabel = "FILE",
      description = "where everything is kept: a file, or postgresql://USER@HOST/NAME")
  private @Nullable String database;

  @Option(
      names = "--copy-from",
      paramLabel = "FILE",
      description = "moves everything from this SQLite file into PostgreSQL, and ends")
  private @Nullable Path copyFrom;

  ServeCommand(Invocation invocation, SignalSource signals) {
    this.invocation = invocation;
    this.signals = signals;
    this.manager = ServiceManager.of(invocation.environment());
  }

  /** Serves until it is told to stop. */
  @Override
  @SuppressWarnings("try") // the control socket is only to be there
  public Integer call() throws InterruptedException {
    checkListen();
    ServeSetup setup = new ServeSetup(invocation, common, listen, database);
    ServeSettings settings = setup.read();
    if (settings == null) {
      return ExitStatus.CONFIG;
    }
    if (copyFrom != null) {
      return copy(copyFrom, settings);
    }
    log(setup.log());
    SignalSource.Listening listening = signals.listen(sent::add);
    try (SwitchServer server = start(settings);
        ControlSocket control = control(server, settings, setup)) {
      invocation.out().println("heartbeat: " + status(server, settings));
      invocation.out().flush();
      manager.ready(status(server, settings));
      while (nextSignal(server) == HUP) {
        manager.reloading();
        ServeSettings now = reload(setup, server);
        settings = now == null ? settings : now;
        manager.ready(status(server, settings));
      }
      manager.stopping();
      // A second signal: do not wait for alerts on their way; the runtime ends the process.
      listening.close();
      return ExitStatus.OK;
    } finally {
      listening.close();
    }
  }

  private void checkListen() {
    try {
      if (listen != null) {
        ListenAddress.parse(listen);
      }
    } catch (IllegalArgumentException e) {
      throw new Refusal(ExitStatus.USAGE, "--listen: '" + listen + "' " + e.getMessage());
    }
  }

  private @Nullable ControlSocket control(
      SwitchServer server, ServeSettings settings, ServeSetup setup) {
    Path socket = RunningSwitch.socket(settings, invocation.environment());
    return socket == null ? null : ControlSocket.open(socket, setup.files(), server.test());
  }

  /** Waits for a signal, and tells the service manager meanwhile that the switch is alive. */
  private int nextSignal(SwitchServer server) throws InterruptedException {
    Duration pause = manager.aliveEvery();
    if (pause == null) {
      return sent.take();
    }
    while (true) {
      if (server.isAlive()) {
        manager.alive();
      }
      Integer signal = sent.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
      if (signal != null) {
        return signal;
      }
    }
  }

  private static String status(SwitchServer server, ServeSettings settings) {
    return "listening on " + server.uri() + ", " + checks(settings);
  }

  private int copy(Path file, ServeSettings settings) {
    if (!Files.isRegularFile(file)) {
      throw new Refusal(ExitStatus.CONFIG, "there is no file " + file);
    }
    try {
      Map<String, Long> rows = SwitchServer.copy(file, settings.storage().database());
      String counts =
          rows.entrySet().stream()
              .map(one -> one.getValue() + " " + one.getKey())
              .collect(Collectors.joining(", "));
      invocation
          .out()
          .println(
              "heartbeat: copied from "
                  + file
                  + " to "
                  + settings.storage().database()
                  + ": "
                  + counts);
      invocation.out().flush();
      return ExitStatus.OK;
    } catch (RuntimeException e) {
      throw new Refusal(ExitStatus.CONFIG, String.valueOf(e.getMessage()));
    }
  }

  private SwitchServer start(ServeSettings settings) {
    try {
      return SwitchServer.start(
          settings,
          invocation.clock(),
          invocation.host(),
          invocation.environment(),
          HttpServer.Limits.USUAL,
          Version.number());
    } catch (RuntimeException e) {
      throw new Refusal(ExitStatus.CONFIG, String.valueOf(e.getMessage()));
    }
  }

  /** The new settings; null when the old ones stay. */
  private @Nullable ServeSettings reload(ServeSetup setup, SwitchServer server) {
    TimeZone zone = TimeZone.getDefault();
    ServeSettings fresh = setup.read();
    if (fresh == null) {
      TimeZone.setDefault(zone);
      invocation.err().println("heartbeat: the config has errors; the old one stays in force");
      return null;
    }
    try {
      List<String> needRestart = server.reload(fresh);
      log(setup.log());
      for (String key : needRestart) {
        invocation
            .err()
            .println(
                "heartbeat: '" + key + "' has changed; restart the switch for it to take effect");
      }
      invocation.out().println("heartbeat: config read anew, " + checks(fresh));
      invocation.out().flush();
      return fresh;
    } catch (RuntimeException e) {
      TimeZone.setDefault(zone);
      invocation.err().println("heartbeat: the config could not be taken over: " + e.getMessage());
      return null;
    }
  }

  /** systemd's journal, which says that it is there, adds the time to each line. */
  private void log(LogSettings settings) {
    LogSetup.apply(settings, !invocation.environment().containsKey("JOURNAL_STREAM"));
  }

  private static String checks(ServeSettings settings) {
    int count = settings.checks().size();
    return count + (count == 1 ? " check" : " checks") + " in the config";
  }
}
