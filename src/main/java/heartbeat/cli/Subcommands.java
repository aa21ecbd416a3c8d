package heartbeat.cli;

import heartbeat.config.Command;
import heartbeat.config.Spelling;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.ProcessSignals;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The commands whose options picocli reads, each with the object that runs it. */
public final class Subcommands {
  private Subcommands() {}

  /** Runs a command whose options picocli reads. The status to end with. */
  public static int execute(Invocation invocation, Command command, String[] arguments) {
    CommandLine line = Help.root(invocation);
    add(line, command, invocation);
    line.setParameterExceptionHandler((wrong, given) -> usage(invocation, command, wrong));
    List<String> words = new ArrayList<>();
    words.add(command.id());
    words.addAll(List.of(arguments));
    return line.execute(words.toArray(String[]::new));
  }

  /** Adds a command with its options. */
  static void add(CommandLine line, Command command, Invocation invocation) {
    Object object = object(command, invocation);
    line.addSubcommand(command.id(), object);
    CommandLine added = named(command, line);
    if (command.parser() == Command.Parser.OWN_OPTIONS) {
      describeHelp(added);
    }
  }

  static CommandLine named(Command command, CommandLine line) {
    return Objects.requireNonNull(line.getSubcommands().get(command.id()));
  }

  private static Object object(Command command, Invocation invocation) {
    return switch (command) {
      case STATUS -> new StatusCommand(invocation);
      case LOG -> new LogCommand(invocation);
      case VALIDATE -> new ValidateCommand(invocation);
      case INIT -> new InitCommand(invocation);
      case PAUSE -> new PauseCommand(invocation);
      case RESUME -> new ResumeCommand(invocation);
      case FORGET -> new ForgetCommand(invocation);
      case FLUSH -> new FlushCommand(invocation);
      case NEXT -> new NextCommand(invocation.clock());
      case SERVE -> new ServeCommand(invocation, new ProcessSignals());
      case TEST_ALERT -> new TestAlertCommand(invocation);
      case HASH_PASSWORD -> new HashPasswordCommand(invocation, System.in);
      case DEMO -> new DemoCommand(invocation);
      case EXEC -> JobCommand.EXEC.spec();
      case JUDGE -> JobCommand.JUDGE.spec();
      case TEST -> JobCommand.TEST.spec();
      case HELP, VERSION, COMPLETION, START_PING, TRIAL_START ->
          throw new IllegalArgumentException(command.id());
    };
  }

  /** A mistake of usage in heartbeat's own words, whichever library found it. */
  private static int usage(
      Invocation invocation, Command command, CommandLine.ParameterException wrong) {
    invocation.err().println("heartbeat: " + command.id() + ": " + inOwnWords(wrong));
    invocation.err().println("See heartbeat help " + command.id());
    return ExitStatus.USAGE;
  }

  private static String inOwnWords(CommandLine.ParameterException wrong) {
    if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched) {
      return unknown(unmatched.getUnmatched().getFirst(), wrong.getCommandLine());
    }
    if (wrong instanceof CommandLine.MissingParameterException missing
        && missing.getMissing().size() == 1) {
      ArgSpec argument = missing.getMissing().getFirst();
      return argument instanceof OptionSpec option
          ? option.longestName() + " needs a value"
          : argument.paramLabel() + " is missing";
    }
    return String.valueOf(wrong.getMessage())
        .replaceFirst("^Error: (.*) are mutually exclusive.*", "only one of $1 can be given");
  }

  private static String unknown(String word, CommandLine line) {
    boolean option = word.startsWith("-");
    List<String> known = new ArrayList<>();
    if (option) {
      for (OptionSpec spec : line.getCommandSpec().options()) {
        known.add(spec.longestName());
      }
    }
    String name = option && word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    return (option ? "unknown option '" : "unexpected argument '")
        + name
        + "'"
        + Spelling.hint(name, known);
  }

  /** Adds {@code --help}. */
  static void describeHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("show this help")
                .build());
  }
}
