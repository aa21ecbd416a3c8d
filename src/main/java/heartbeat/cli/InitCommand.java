package heartbeat.cli;

import heartbeat.config.SampleConfig;
import heartbeat.config.Sources;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code heartbeat init}: writes a config with comments to begin with. */
@Command(
    name = "init",
    description = "Writes a config with comments. It never overwrites one.",
    footer = {
      "",
      "Examples: heartbeat init --config /etc/heartbeat/heartbeat.yml",
      "          heartbeat init --from-crontab > new.crontab 2> heartbeat.yml"
    })
final class InitCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "where to; else the user's own config file, or for root the system's")
  private @Nullable Path config;

  @Option(
      names = "--from-crontab",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "FILE",
      description = {
        "print this crontab with heartbeat in its lines, whole and ready for diff and `crontab FILE`;"
            + " the config for it goes to --config FILE, else to standard error; - is standard"
            + " input, no FILE is `crontab -l`"
      })
  private @Nullable String crontab;

  @Option(
      names = "--system",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "false",
      description = "the crontab has a user column; known of files in /etc")
  private @Nullable Boolean system;

  InitCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    if (crontab != null) {
      return new FromCrontab(invocation).print(crontab, system, config);
    }
    Path file = config == null ? Sources.ofSystem().own() : config;
    NewConfig.write(file, SampleConfig.text());
    invocation
        .out()
        .println("Wrote " + file + ". Edit it, then: heartbeat validate --config " + file);
    if (file.startsWith("/etc")) {
      invocation
          .out()
          .println("Only root can read it. For jobs of another user, such as www-data:");
      invocation.out().println("  chgrp www-data " + file + " && chmod 640 " + file);
    } else {
      invocation.out().println("Only this user can read it, and only this user's jobs use it.");
    }
    return ExitStatus.OK;
  }
}
