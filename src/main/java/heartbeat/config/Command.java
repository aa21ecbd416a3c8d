package heartbeat.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * All commands, in the order in which help shows them: the one list of them. Main, help, the names
 * that no job may have, and the tests of completions, manual and README read it. It stands beside
 * the flags because config and command line must agree on what is a job and what is a command.
 */
public enum Command {
  EXEC(Group.JOBS, Parser.JOB_FLAGS),
  STATUS(Group.JOBS, Parser.OWN_OPTIONS),
  LOG(Group.JOBS, Parser.OWN_OPTIONS),
  JUDGE(Group.JOBS, Parser.JOB_FLAGS),
  TEST(Group.JOBS, Parser.JOB_FLAGS),
  FLUSH(Group.JOBS, Parser.OWN_OPTIONS),
  PAUSE(Group.JOBS, Parser.OWN_OPTIONS),
  RESUME(Group.JOBS, Parser.OWN_OPTIONS),
  FORGET(Group.JOBS, Parser.OWN_OPTIONS),
  INIT(Group.SETTING_UP, Parser.OWN_OPTIONS),
  VALIDATE(Group.SETTING_UP, Parser.OWN_OPTIONS),
  DEMO(Group.SETTING_UP, Parser.OWN_OPTIONS),
  SERVE(Group.SWITCH, Parser.OWN_OPTIONS),
  TEST_ALERT(Group.SWITCH, Parser.OWN_OPTIONS),
  HASH_PASSWORD(Group.SWITCH, Parser.OWN_OPTIONS),
  NEXT(Group.SWITCH, Parser.OWN_OPTIONS),
  HELP(Group.HIDDEN, Parser.WORDS),
  VERSION(Group.HIDDEN, Parser.WORDS),
  /** The names of all jobs, for the completion of shells. */
  COMPLETION(Group.HIDDEN, Parser.JOB_FLAGS),
  /** A run's start ping, sent by a child of the run. */
  START_PING(Group.HIDDEN, Parser.WORDS),
  /** The launcher's trial, where memory, processes or descriptors are limited. */
  TRIAL_START(Group.HIDDEN, Parser.WORDS);

  /** Commands that people need at the same time; those of {@link #HIDDEN} are not listed. */
  public enum Group {
    JOBS("Jobs:"),
    SETTING_UP("Setting up:"),
    SWITCH("The dead man's switch:"),
    HIDDEN("");

    private final String heading;

    Group(String heading) {
      this.heading = heading;
    }

    /** What stands above them in the help. */
    public String heading() {
      return heading;
    }

    /** Its commands, in the order in which help shows them. */
    public List<Command> commands() {
      List<Command> commands = new ArrayList<>();
      for (Command command : Command.values()) {
        if (command.group == this) {
          commands.add(command);
        }
      }
      return commands;
    }
  }

  /** Who reads the arguments behind the command's name. */
  public enum Parser {
    /** {@link Flags}: every key of a job is a flag. */
    JOB_FLAGS,
    /** picocli, with the options of the command's class. */
    OWN_OPTIONS,
    /** The command itself. */
    WORDS
  }

  private final Group group;
  private final Parser parser;
  private final String id;

  Command(Group group, Parser parser) {
    this.group = group;
    this.parser = parser;
    this.id = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Its name on the command line. */
  public String id() {
    return id;
  }

  /** Where help lists it. */
  public Group group() {
    return group;
  }

  /** Who reads its arguments. */
  public Parser parser() {
    return parser;
  }

  /** The command of this name; null when there is none, so that a job may have it. */
  public static @Nullable Command named(String word) {
    for (Command command : values()) {
      if (command.id.equals(word)) {
        return command;
      }
    }
    return null;
  }

  /**
   * {@code ; did you mean 'status'?} for what is nearly the name of a command in the help; else
   * nothing.
   */
  public static String hint(String word) {
    List<String> names = new ArrayList<>();
    for (Command command : values()) {
      if (command.group != Group.HIDDEN) {
        names.add(command.id);
      }
    }
    return Spelling.hint(word, names);
  }
}
