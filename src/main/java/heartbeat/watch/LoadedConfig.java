package heartbeat.watch;

import heartbeat.config.Config;
import heartbeat.config.ConfigLoader;
import heartbeat.config.Flags;
import heartbeat.config.Problem;
import heartbeat.config.Sources;
import heartbeat.model.JobName;
import heartbeat.model.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The config of a run, and whether it can be relied on.
 *
 * @param file the config file that an option names; null for the usual ones
 * @param errors why the config can't be relied on: lines for people; empty when it can
 * @param usage whether the command line is at fault
 */
public record LoadedConfig(Config config, @Nullable Path file, List<String> errors, boolean usage) {

  /** Reads the config files and these flags, for this job. */
  public static LoadedConfig of(Flags flags, JobName job, Trace trace) {
    Config config = ConfigLoader.load(Sources.ofSystem(), flags);
    if (trace.isOn()) {
      trace.tell(
          config.files().isEmpty()
              ? "config: no file, only options"
              : "config: read " + config.files());
    }
    List<String> errors = new ArrayList<>();
    boolean usage = false;
    for (Problem problem : config.problemsFor(job)) {
      if (problem.isError()) {
        errors.add(problem.toString());
        usage |= problem.isUsage();
      }
    }
    return new LoadedConfig(config, flags.config(), errors, usage);
  }

  /** For a config that could not be read in time, or whose reading failed by a bug. */
  static LoadedConfig failed(String why) {
    Path nowhere = Path.of("/nonexistent");
    // With an error in it, so that the job's rules count as unknown.
    String[] missing = {"--config", nowhere.resolve("heartbeat.yml").toString()};
    Config unknown =
        ConfigLoader.load(new Sources(Map.of(), nowhere, nowhere), Flags.parse(missing));
    return new LoadedConfig(unknown, null, List.of("the config could not be read: " + why), false);
  }
}
