package heartbeat.cli;

import heartbeat.config.Config;
import heartbeat.config.ConfigLoader;
import heartbeat.config.Flags;
import heartbeat.config.Problem;
import heartbeat.config.Sources;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Refusal;
import heartbeat.watch.JournalAndOutbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that looks at the config or the state. */
public final class CommonOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "the config file, instead of the user's or the system's")
  private @Nullable Path config;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "where logs, records and the outbox are kept")
  private @Nullable String stateDir;

  /** The config, with these options in it; its problems are for the caller. */
  Config load() {
    List<String> args = new ArrayList<>();
    if (config != null) {
      args.addAll(List.of("--config", config.toString()));
    }
    if (stateDir != null) {
      args.addAll(List.of("--state-dir", stateDir));
    }
    return ConfigLoader.load(Sources.ofSystem(), Flags.parse(args.toArray(String[]::new)));
  }

  /**
   * Likewise, for a command that looks only where the config says. Throws Refusal when a named file
   * can't be read or an option has no value: the command would look, or delete, somewhere else.
   */
  Config loadUsable() {
    Config loaded = load();
    for (Problem problem : loaded.problems()) {
      if (problem.isError() && problem.isUsage()) {
        throw new Refusal(ExitStatus.USAGE, problem.toString());
      }
      if (problem.isError() && config != null && problem.isOfWholeFile()) {
        throw new Refusal(ExitStatus.CONFIG, problem.toString());
      }
    }
    return loaded;
  }

  /** The state of this user, in which a command reads and changes what runs have left. */
  JournalAndOutbox state(Invocation invocation) {
    Path explicit = loadUsable().stateDir();
    return JournalAndOutbox.find(explicit, invocation);
  }
}
