package heartbeat.cli;

import heartbeat.config.Config;
import heartbeat.config.Problem;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.server.ServeSettings;
import heartbeat.server.http.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code heartbeat validate}: everything that is wrong with the config, at once. */
@Command(
    name = "validate",
    description = "Checks the config and names everything that is wrong with it.",
    footer = {"", "Example:  heartbeat validate --config /etc/heartbeat/heartbeat.yml"})
final class ValidateCommand implements Callable<Integer> {
  private final Invocation invocation;

  @Mixin private CommonOptions common = new CommonOptions();

  ValidateCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Config config = common.load();
    List<Problem> problems = new ArrayList<>(config.problems());
    ServeSetup serve = new ServeSetup(invocation, common, null, null);
    problems.addAll(serve.problems(config));
    problems.forEach(invocation.err()::println);
    String tls = serve.tlsProblem(config);
    if (tls != null) {
      invocation.err().println("warning: serve.tls: " + tls);
    }
    long errors = problems.stream().filter(Problem::isError).count();
    for (String sample : SampleUuids.in(config)) {
      invocation.err().println(sample);
      errors++;
    }
    if (config.files().isEmpty()) {
      invocation.out().println("There is no config file: every job has the built-in settings.");
      invocation.out().println("`heartbeat init` writes one to begin with.");
    } else if (errors == 0) {
      config.files().forEach(file -> invocation.out().println(file + ": OK"));
      ServeSettings settings = serve.isWanted(config) ? serve.settings(config) : null;
      if (settings == null || !config.jobNames().isEmpty()) {
        String jobs = config.jobNames().isEmpty() ? "none" : config.jobNames().toString();
        invocation.out().println("jobs: " + jobs);
      }
      if (settings != null) {
        List<Path> files = new ArrayList<>(config.files());
        files.addAll(serve.secrets(config));
        describe(settings, files);
      }
    }
    return errors == 0 ? ExitStatus.OK : ExitStatus.CONFIG;
  }

  private void describe(ServeSettings settings, List<Path> files) {
    SampleUuids.in(settings).forEach(invocation.err()::println);
    for (Path file : files) {
      // systemd's credentials are for the unit, whoever owns them.
      if (TlsFiles.onlyRoot(file) && !file.startsWith("/run/credentials")) {
        invocation
            .err()
            .println(
                "warning: only root can read "
                    + file
                    + "; heartbeat.service runs as the user heartbeat: "
                    + remedy(file));
      }
    }
    SwitchSummary.of(settings).forEach(invocation.out()::println);
  }

  /** What root types to let the group read it. */
  private static String remedy(Path file) {
    boolean mode = false;
    try {
      mode = Files.getPosixFilePermissions(file).contains(PosixFilePermission.GROUP_READ);
    } catch (IOException e) {
      // A chmod too many does no harm.
    }
    return "chgrp heartbeat " + file + (mode ? "" : " && chmod 640 " + file);
  }
}
