package heartbeat.config;

import heartbeat.model.JobName;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Splits a command line into flags, job and command. */
final class FlagParser {
  static final String CONFIG = "config";
  static final String VERBOSE = "verbose";

  final Map<Key, List<RawValue>> given = new LinkedHashMap<>();
  final Map<String, String> extras = new HashMap<>();
  final List<Problem> problems = new ArrayList<>();
  List<String> command = List.of();
  boolean hasCommand;
  boolean verbose;
  boolean help;
  @Nullable JobName job;
  @Nullable Path config;

  private final String[] args;
  private final Flags.Extra[] known;
  private boolean hasJob;
  private int at;

  FlagParser(String[] args, Flags.Extra[] known) {
    this.args = args;
    this.known = known;
  }

  void parse() {
    for (at = 0; at < args.length; at++) {
      String arg = args[at];
      if (arg.equals("--")) {
        hasCommand = true;
        command = List.copyOf(Arrays.asList(args).subList(at + 1, args.length));
        return;
      }
      if (arg.startsWith("-")) {
        flag(arg);
      } else {
        positional(arg);
      }
    }
  }

  /**
   * Whether the word behind this option is its value, as far as this can be said of the word alone.
   */
  static boolean takesNextWord(String option) {
    String name = option.startsWith("--") ? option.substring(2) : "";
    Key key = FlagNames.find(name);
    return name.equals(CONFIG) || (key != null && key.type().kind() != ValueType.Kind.BOOLEAN);
  }

  /** Whether any job may have this option. */
  static boolean isKnown(String option) {
    String name = option.startsWith("--") ? option.substring(2) : "";
    String positive = name.startsWith("no-") ? name.substring(3) : name;
    return option.equals("-v")
        || name.equals(VERBOSE)
        || name.equals(CONFIG)
        || FlagNames.find(positive) != null;
  }

  private void positional(String arg) {
    String why = null;
    if (hasJob) {
      why = "unexpected; a command goes behind '--', a text with spaces in quotes";
    } else {
      hasJob = true;
      why = JobNames.problemOf(arg);
    }
    if (why == null) {
      job = new JobName(arg);
    } else {
      problems.add(Place.ofFlag(Values.shown(arg)).error(why));
    }
  }

  private void flag(String arg) {
    int equals = arg.indexOf('=');
    String written = equals < 0 ? arg : arg.substring(0, equals);
    String value = equals < 0 ? null : arg.substring(equals + 1);
    String name = written.startsWith("--") ? written.substring(2) : "";
    Flags.Extra extra = extra(name);
    Key key = FlagNames.find(name);
    if (written.equals("-v") || name.equals(VERBOSE)) {
      verbose(written, value);
    } else if (written.equals("-h") || name.equals("help")) {
      help = true;
      problems.add(Place.ofFlag(written).error("stands alone or behind a command"));
    } else if (name.equals(CONFIG)) {
      config(value(written, value));
    } else if (extra != null) {
      extra(extra, written, value);
    } else if (key != null && key.type().kind() == ValueType.Kind.BOOLEAN) {
      add(key, written, value == null ? "true" : value);
    } else if (key != null) {
      add(key, written, value(written, value));
    } else if (!negated(name, written, value)) {
      unknown(written, value);
    }
  }

  private void verbose(String written, @Nullable String value) {
    verbose = true;
    if (value != null) {
      problems.add(Place.ofFlag(written).error("takes no value"));
    }
  }

  private void config(@Nullable String value) {
    try {
      config = value == null ? config : Path.of(Syntax.line(value));
    } catch (InvalidPathException e) {
      problems.add(Place.ofFlag("--config").error("is not a path"));
    } catch (IllegalArgumentException e) {
      problems.add(Place.ofFlag("--config").error(String.valueOf(e.getMessage())));
    }
  }

  private void extra(Flags.Extra extra, String written, @Nullable String value) {
    String given = value;
    if (extra.takesValue()) {
      given = value(written, value);
    } else if (value != null) {
      problems.add(Place.ofFlag(written).error("takes no value"));
      return;
    } else {
      given = "true";
    }
    if (given != null) {
      extras.put(extra.name(), given);
    }
  }

  private boolean negated(String name, String written, @Nullable String value) {
    Key key = name.startsWith("no-") ? FlagNames.find(name.substring(3)) : null;
    if (key == null || key.type().kind() != ValueType.Kind.BOOLEAN) {
      return false;
    }
    if (value != null) {
      problems.add(Place.ofFlag(written).error("takes no value"));
    } else {
      add(key, written, "false");
    }
    return true;
  }

  private void add(Key key, String written, @Nullable String value) {
    if (value == null) {
      return;
    }
    List<RawValue> raws = given.get(key);
    if (raws == null) {
      raws = new ArrayList<>();
      given.put(key, raws);
    }
    raws.add(new RawValue(value, Place.ofFlag(written)));
  }

  /** What follows '=', or the next argument; null, and noted, when there is none. */
  private @Nullable String value(String written, @Nullable String inline) {
    if (inline != null) {
      return inline;
    }
    if (at + 1 < args.length && !isFlag(args[at + 1])) {
      return args[++at];
    }
    problems.add(Place.ofFlag(written).error("needs a value"));
    return null;
  }

  /** A marker such as {@code "--- done ---"} is a value, not a flag. */
  private boolean isFlag(String arg) {
    if (!arg.startsWith("--")) {
      return false;
    }
    int equals = arg.indexOf('=');
    String name = arg.substring(2, equals < 0 ? arg.length() : equals);
    return name.isEmpty()
        || name.equals(CONFIG)
        || name.equals(VERBOSE)
        || extra(name) != null
        || FlagNames.find(name) != null
        || (name.startsWith("no-") && FlagNames.find(name.substring(3)) != null);
  }

  private Flags.@Nullable Extra extra(String name) {
    for (Flags.Extra extra : known) {
      if (extra.name().equals(name)) {
        return extra;
      }
    }
    return null;
  }

  private void unknown(String written, @Nullable String value) {
    var unknown = new UnknownFlag(written, known);
    problems.add(Place.ofFlag(Values.shown(written)).error("unknown option" + unknown.hint()));
    // Its value is not to be taken for a job's name.
    if (value == null
        && unknown.takesValue(hasJob)
        && at + 1 < args.length
        && !args[at + 1].startsWith("-")) {
      at++;
    }
  }
}
