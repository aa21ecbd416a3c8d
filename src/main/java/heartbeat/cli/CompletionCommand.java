package heartbeat.cli;

import heartbeat.config.Config;
import heartbeat.config.ConfigLoader;
import heartbeat.config.Flags;
import heartbeat.config.Sources;
import heartbeat.model.JobName;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Refusal;
import heartbeat.watch.JournalAndOutbox;
import java.io.IOException;
import java.util.TreeSet;

/**
 * The hidden command {@code completion}: the names of all jobs that the config names or that have
 * run, one on a line, for the completion of the shells. It prints no errors: somebody is typing a
 * line.
 */
public final class CompletionCommand {
  private CompletionCommand() {}

  /** The arguments may be {@code --config} and {@code --state-dir}, as on the line to complete. */
  public static int run(Invocation invocation, String[] arguments) {
    Config config = ConfigLoader.load(Sources.ofSystem(), Flags.parse(arguments));
    TreeSet<JobName> names = new TreeSet<>(config.jobNames());
    try {
      names.addAll(JournalAndOutbox.find(config.stateDir(), invocation).journal().jobs());
    } catch (IOException | Refusal e) {
      // The names of the config are better than none.
    }
    names.forEach(invocation.out()::println);
    return ExitStatus.OK;
  }
}
