package heartbeat.config;

import heartbeat.model.JobName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command line of {@code heartbeat [JOB]}, {@code exec}, {@code judge} or {@code test}. */
public final class Flags {
  private final FlagParser parsed;

  private Flags(FlagParser parsed) {
    this.parsed = parsed;
  }

  /**
   * A flag that the command has beside those of the keys.
   *
   * @param name without dashes
   * @param takesValue {@code --verdict failure}; else it is there or not
   */
  public record Extra(String name, boolean takesValue) {}

  /**
   * Reads the arguments behind the command's name. It does not throw: what is wrong is in {@link
   * #problems}; the values of keys are looked at by {@link ConfigLoader}.
   */
  public static Flags parse(String[] args, Extra... extras) {
    var parser = new FlagParser(args, extras);
    parser.parse();
    return new Flags(parser);
  }

  /** The job; null when none is named, or by an invalid name. */
  public @Nullable JobName job() {
    return parsed.job;
  }

  /** The file of {@code --config}. */
  public @Nullable Path config() {
    return parsed.config;
  }

  /** Whether {@code -v} is given. */
  public boolean isVerbose() {
    return parsed.verbose;
  }

  /** Whether {@code --help} is among them; where a job's output comes in, that is a mistake. */
  public boolean asksForHelp() {
    return parsed.help;
  }

  /** Whether a flag of the command's own is given. */
  public boolean has(String extra) {
    return parsed.extras.containsKey(extra);
  }

  /** The value of a flag of the command's own; null when it is not given. */
  public @Nullable String value(String extra) {
    return parsed.extras.get(extra);
  }

  /** The same for a command that runs nothing: then words behind {@code --} are an error. */
  public Flags withoutCommand() {
    if (parsed.hasCommand) {
      String why = "a command is run by exec: heartbeat exec JOB -- COMMAND";
      parsed.problems.add(Place.ofFlag("--").error(why));
    }
    return this;
  }

  /** What follows {@code --}. */
  public List<String> command() {
    return parsed.command;
  }

  /** What can't be understood. All of them are errors of usage. */
  public List<Problem> problems() {
    return parsed.problems;
  }

  Map<Key, List<RawValue>> given() {
    return parsed.given;
  }
}
