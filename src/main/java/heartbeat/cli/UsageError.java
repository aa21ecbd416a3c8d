package heartbeat.cli;

import heartbeat.config.Command;
import heartbeat.config.Spelling;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A mistake on the command line of a command, told in the same words whoever found it. */
public final class UsageError {
  private static final String ONE_FORM = "--json, --nagios: only one of them, once";

  private UsageError() {}

  /** Tells it. The status to end with. */
  static int tell(Invocation invocation, Command command, List<String> problems) {
    for (String problem : problems) {
      invocation.err().println("heartbeat: " + command.id() + ": " + problem);
    }
    invocation.err().println("See heartbeat help " + command.id());
    return ExitStatus.USAGE;
  }

  /** Tells why a command refused; null: it was a run. The status to end with. */
  public static int tell(Invocation invocation, @Nullable Command command, Refusal refusal) {
    String why = String.valueOf(refusal.getMessage());
    if (refusal.status() == ExitStatus.USAGE
        && command != null
        && command.group() != Command.Group.HIDDEN) {
      return tell(invocation, command, List.of(why));
    }
    invocation.err().println("heartbeat: " + why);
    return refusal.status();
  }

  /** What picocli found, in the words of {@link heartbeat.config.Flags}. */
  static String problem(CommandLine.ParameterException wrong) {
    return switch (wrong) {
      case CommandLine.UnmatchedArgumentException unmatched ->
          unexpected(unmatched.getUnmatched().getFirst(), wrong.getCommandLine());
      case CommandLine.MissingParameterException missing -> missing(missing);
      case CommandLine.MutuallyExclusiveArgsException both -> ONE_FORM;
      case CommandLine.MaxValuesExceededException twice -> ONE_FORM;
      default -> String.valueOf(wrong.getMessage());
    };
  }

  private static String unexpected(String word, CommandLine line) {
    if (!word.startsWith("-")) {
      return word + ": unexpected";
    }
    List<String> known = new ArrayList<>();
    for (OptionSpec spec : line.getCommandSpec().options()) {
      known.add(spec.longestName());
    }
    String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    return name + ": unknown option" + Spelling.hint(name, known);
  }

  private static String missing(CommandLine.MissingParameterException missing) {
    return missing.getMissing().stream().map(UsageError::missing).collect(Collectors.joining("; "));
  }

  private static String missing(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.longestName() + ": needs a value"
        : argument.paramLabel() + " is missing";
  }
}
