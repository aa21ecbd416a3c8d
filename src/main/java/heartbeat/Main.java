package heartbeat;

import heartbeat.cli.CompletionCommand;
import heartbeat.cli.ExecCommand;
import heartbeat.cli.Help;
import heartbeat.cli.JudgeCommand;
import heartbeat.cli.StartPingCommand;
import heartbeat.cli.Subcommands;
import heartbeat.cli.TestCommand;
import heartbeat.cli.TrialStartCommand;
import heartbeat.cli.UsageError;
import heartbeat.config.Command;
import heartbeat.config.CommandWords;
import heartbeat.config.Flags;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Launcher;
import heartbeat.process.NativeRuntime;
import heartbeat.process.Refusal;
import heartbeat.process.StandardOutput;
import heartbeat.process.StandardStreams;
import heartbeat.process.UnreadInput;
import heartbeat.watch.Run;
import java.io.IOException;
import java.lang.ref.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the process begins: a run without detours, or one of the commands. */
public final class Main {
  private Main() {}

  /** Ends the process with the status of {@link #run}: the only System.exit. */
  public static void main(String[] args) {
    System.exit(Launcher.isNative() ? runNatively(args) : run(args));
  }

  private static int runNatively(String[] args) {
    NativeRuntime.initialize();
    Launcher.showLibraries();
    StandardStreams streams = StandardStreams.hold();
    try {
      return run(args);
    } finally {
      // Until here: what nobody refers to any more is closed.
      Reference.reachabilityFence(streams);
    }
  }

  static int run(String[] args) {
    Command command = null;
    try {
      CommandWords line = CommandWords.of(args);
      command = line.command();
      Invocation invocation = Invocation.ofProcess();
      return StandardOutput.settled(invocation, answer(command, line.words(), invocation));
    } catch (RuntimeException | Error broken) {
      System.err.println("heartbeat: internal error: " + broken);
      if (command == null) {
        drain();
      }
      return ExitStatus.FAILURE;
    } finally {
      if (command == null ? asksForHelp(args) : command != Command.EXEC) {
        // Its input may be a job's output all the same.
        UnreadInput.leaveToCat();
      }
    }
  }

  private static boolean asksForHelp(String[] args) {
    return args.length == 1 && List.of("-h", "--help", "-V", "--version").contains(args[0]);
  }

  private static int answer(@Nullable Command command, String[] arguments, Invocation invocation) {
    try {
      return dispatch(command, arguments, invocation);
    } catch (Refusal refusal) {
      return UsageError.tell(invocation, command, refusal);
    } catch (IOException e) {
      invocation.err().println("heartbeat: " + e.getMessage());
      return ExitStatus.FAILURE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitStatus.FAILURE;
    }
  }

  private static int dispatch(@Nullable Command command, String[] arguments, Invocation invocation)
      throws IOException, InterruptedException {
    if (arguments.length == 1 && (command == null || command.group() != Command.Group.HIDDEN)) {
      switch (arguments[0]) {
        case "-h", "--help" -> {
          return Help.show(invocation, command);
        }
        case "-V", "--version" -> {
          return Help.version(invocation);
        }
        default -> {}
      }
    }
    if (command == null) {
      // No `case null`: a run would load what Java links such a switch with.
      return pipe(arguments, invocation);
    }
    return switch (command) {
      case EXEC -> ExecCommand.run(invocation, arguments);
      case JUDGE -> JudgeCommand.run(invocation, arguments);
      case TEST -> TestCommand.run(invocation, arguments);
      case START_PING -> StartPingCommand.run(invocation, arguments);
      case TRIAL_START -> TrialStartCommand.run(arguments);
      case COMPLETION -> CompletionCommand.run(invocation, arguments);
      case HELP -> Help.answer(invocation, List.of(arguments));
      case VERSION -> Help.version(invocation);
      default -> Subcommands.execute(invocation, command, arguments);
    };
  }

  /** A run; but somebody who types the command without an input wants to know how it is used. */
  private static int pipe(String[] arguments, Invocation invocation) throws InterruptedException {
    boolean typed = Invocation.isTerminal(0);
    if (typed && arguments.length == 0) {
      return Help.show(invocation, null);
    }
    Flags flags = Flags.parse(arguments).withoutCommand();
    if (typed && flags.asksForHelp()) {
      return Help.show(invocation, null);
    }
    if (!typed) {
      return new Run(invocation, arguments, flags).pipe();
    }
    flags.problems().forEach(problem -> invocation.err().println("heartbeat: " + problem));
    String job = flags.job() == null ? "a job" : "job " + flags.job();
    invocation
        .err()
        .println("heartbeat: nothing to read: the output of " + job + " goes through a pipe,");
    invocation
        .err()
        .println("COMMAND 2>&1 | heartbeat JOB" + Command.hint(String.valueOf(flags.job())));
    invocation.err().println("See heartbeat help");
    return ExitStatus.USAGE;
  }

  /** The last resort, where not even a run could begin: the job must be able to go on writing. */
  private static void drain() {
    byte[] buffer = new byte[8192];
    try {
      while (System.in.read(buffer) >= 0) {}
    } catch (IOException e) {
      // Then nobody can read it.
    }
  }
}
