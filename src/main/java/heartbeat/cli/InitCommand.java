package heartbeat.cli;

import heartbeat.config.SampleConfig;
import heartbeat.config.Sources;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Refusal;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code heartbeat init}: writes a commented config to begin with. */
@Command(
    name = "init",
    description = "Writes a commented config. It never overwrites one.",
    footer = {
      "",
      "Examples: heartbeat init --config /etc/heartbeat/heartbeat.yml",
      "          crontab -l | heartbeat init --from-crontab -"
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
        "write nothing, but print what the lines of this crontab become with heartbeat in them, and"
            + " the config for them; - is standard input, no FILE is `crontab -l`"
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
      return new FromCrontab(invocation).print(crontab, system);
    }
    Path file = config == null ? Sources.ofSystem().own() : config;
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      // 0600 from the first byte: passwords and ping URLs are going to stand in it.
      try (var channel =
          Files.newByteChannel(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        channel.write(java.nio.charset.StandardCharsets.UTF_8.encode(SampleConfig.text()));
      }
    } catch (FileAlreadyExistsException e) {
      throw new Refusal(ExitStatus.FAILURE, file + " is there already; it was not touched");
    } catch (IOException e) {
      throw new Refusal(
          ExitStatus.FAILURE,
          "can't write "
              + file
              + ": the folder is missing or may not be written to; name another file with --config");
    }
    invocation
        .out()
        .println("Wrote " + file + ". Edit it, then: heartbeat validate --config " + file);
    if (file.startsWith("/etc")) {
      invocation
          .out()
          .println("Only root can read it. For jobs of another user, such as www-data:");
      invocation.out().println("  chgrp www-data " + file + " && chmod 640 " + file);
    } else {
      invocation
          .out()
          .println("Only this user can read it, and only this user's jobs are meant by it.");
    }
    return ExitStatus.OK;
  }
}
