package heartbeat;

import java.io.IOException;
import java.util.Arrays;

/** Where the process begins: a run without detours, or one of the commands. */
public final class Main {
  private Main() {}

  /** Ends the process with the status of {@link #run}: the only System.exit. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String[] args) {
    Invocation invocation = Invocation.ofProcess();
    try {
      return run(args, invocation);
    } catch (Refusal refusal) {
      invocation.err().println("heartbeat: " + refusal.getMessage());
      return refusal.status();
    } catch (IOException e) {
      invocation.err().println("heartbeat: " + e.getMessage());
      return ExitStatus.FAILURE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitStatus.FAILURE;
    }
  }

  private static int run(String[] args, Invocation invocation)
      throws IOException, InterruptedException {
    String command = args.length == 0 ? "" : args[0];
    return switch (command) {
      case "exec" -> new Run(invocation, rest(args)).exec();
      case "judge" -> JudgeCommand.run(invocation, rest(args));
      case "test" -> TestCommand.run(invocation, rest(args));
      case StartPing.COMMAND -> StartPingCommand.run(invocation, rest(args));
      case CompletionCommand.COMMAND -> CompletionCommand.run(invocation, rest(args));
      case "" -> pipe(args, invocation);
      default ->
          isForHelp(command) ? Help.commandLine(invocation).execute(args) : pipe(args, invocation);
    };
  }

  /** A run; but somebody who types the command without an input wants to know how it is used. */
  private static int pipe(String[] args, Invocation invocation) throws InterruptedException {
    if (Invocation.isTerminal(0)) {
      Help.commandLine(invocation).usage(invocation.out());
      return args.length == 0 ? ExitStatus.OK : ExitStatus.USAGE;
    }
    return new Run(invocation, args).pipe();
  }

  private static boolean isForHelp(String command) {
    return switch (command) {
      case "status", "log", "validate", "init", "pause", "resume", "flush" -> true;
      case "-h", "--help", "-V", "--version" -> true;
      default -> false;
    };
  }

  private static String[] rest(String[] args) {
    return Arrays.copyOfRange(args, 1, args.length);
  }
}
