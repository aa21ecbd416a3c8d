package heartbeat.cli;

import heartbeat.config.Command;
import heartbeat.process.Invocation;
import heartbeat.process.ProcessSignals;
import heartbeat.process.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The commands whose options picocli reads, each with the object that runs it. */
public final class Subcommands {
  private Subcommands() {}

  /** Runs a command whose options picocli reads. The status to end with. */
  public static int execute(Invocation invocation, Command command, String[] arguments) {
    CommandLine line = Help.root(invocation);
    add(line, command, invocation);
    line.setOverwrittenOptionsAllowed(true);
    line.setParameterExceptionHandler(
        (wrong, given) -> UsageError.tell(invocation, command, List.of(UsageError.problem(wrong))));
    line.setExecutionExceptionHandler(
        (failure, ran, result) -> {
          if (failure instanceof Refusal refusal) {
            return UsageError.tell(invocation, command, refusal);
          }
          throw failure;
        });
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
