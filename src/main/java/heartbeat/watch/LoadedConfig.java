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

/**
 * The config of a run, and whether it can be relied on.
 *
 * @param errors why it can't: lines for people; empty when all is well
 * @param usage whether the command line is at fault
 */
public record LoadedConfig(Config config, List<String> errors, boolean usage) {

  /** What the files and these flags say of this job. */
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
    return new LoadedConfig(config, errors, usage);
  }

  /** No file could be read in time, or reading it failed in a way that should not be. */
  static LoadedConfig failed(String why) {
    Path nowhere = Path.of("/nonexistent");
    // With an error in it, so that the job's rules count as unknown.
    String[] missing = {"--config", nowhere.resolve("heartbeat.yml").toString()};
    Config unknown =
        ConfigLoader.load(new Sources(Map.of(), nowhere, nowhere), Flags.parse(missing));
    return new LoadedConfig(unknown, List.of("the config could not be read: " + why), false);
  }
}
