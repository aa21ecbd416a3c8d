package heartbeat;

import heartbeat.cli.CompletionCommand;
import heartbeat.cli.Help;
import heartbeat.cli.JudgeCommand;
import heartbeat.cli.StartPingCommand;
import heartbeat.cli.TestCommand;
import heartbeat.cli.TrialStartCommand;
import heartbeat.config.Flags;
import heartbeat.config.ReservedNames;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Launcher;
import heartbeat.process.NativeRuntime;
import heartbeat.process.Refusal;
import heartbeat.process.StandardOutput;
import heartbeat.process.StandardStreams;
import heartbeat.watch.Run;
import heartbeat.watch.StartPing;
import java.io.IOException;
import java.lang.ref.Reference;
import java.util.Arrays;

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
    try {
      return ran(args, Invocation.ofProcess());
    } catch (RuntimeException | Error broken) {
      if (args.length == 0 || !isCommand(args[0])) {
        drain();
      }
      System.err.println("heartbeat: broke down: " + broken);
      return ExitStatus.FAILURE;
    }
  }

  private static int ran(String[] args, Invocation invocation) {
    try {
      return StandardOutput.settled(invocation, dispatch(spelledOut(args), invocation));
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

  /** {@code help}, {@code help COMMAND} and {@code version} as the options that they stand for. */
  private static String[] spelledOut(String[] args) {
    if (args.length == 1 && (args[0].equals("help") || args[0].equals("version"))) {
      return new String[] {"--" + args[0]};
    }
    boolean asks = args.length == 2 && args[0].equals("help");
    return asks ? new String[] {args[1], "--help"} : args;
  }

  private static int dispatch(String[] args, Invocation invocation)
      throws IOException, InterruptedException {
    String command = args.length == 0 ? "" : args[0];
    if (args.length == 2 && (args[1].equals("--help") || args[1].equals("-h"))) {
      return Help.commandLine(invocation).execute(isCommand(command) ? args : rest(args));
    }
    return switch (command) {
      case "exec" -> new Run(invocation, rest(args), Flags.parse(rest(args))).exec();
      case "judge" -> JudgeCommand.run(invocation, rest(args));
      case "test" -> TestCommand.run(invocation, rest(args));
      case StartPing.COMMAND -> StartPingCommand.run(invocation, rest(args));
      case TrialStartCommand.COMMAND -> TrialStartCommand.run(rest(args));
      case CompletionCommand.COMMAND -> CompletionCommand.run(invocation, rest(args));
      case "" -> pipe(args, invocation);
      default ->
          isForHelp(command) ? Help.commandLine(invocation).execute(args) : pipe(args, invocation);
    };
  }

  /** A run; but somebody who types the command without an input wants to know how it is used. */
  private static int pipe(String[] args, Invocation invocation) throws InterruptedException {
    boolean waiting = Invocation.isTerminal(0);
    if (waiting && args.length == 0) {
      Help.commandLine(invocation).usage(invocation.out());
      return ExitStatus.OK;
    }
    Flags flags = Flags.parse(args).withoutCommand();
    String misplaced = flags.misplacedCommand();
    if (misplaced == null && !waiting) {
      return new Run(invocation, args, flags).pipe();
    }
    flags.problems().forEach(problem -> invocation.err().println("heartbeat: " + problem));
    if (waiting) {
      String job = flags.job() == null ? "a job" : "job " + flags.job();
      invocation
          .err()
          .println("heartbeat: nothing to read: the output of " + job + " goes through a pipe,");
      invocation
          .err()
          .println(
              "COMMAND 2>&1 | heartbeat JOB"
                  + ReservedNames.hint(String.valueOf(flags.job()))
                  + ". See heartbeat help");
    } else {
      // Whatever is piped into it was not meant to be a job's output, but it must not break.
      drain();
    }
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

  private static boolean isCommand(String word) {
    return switch (word) {
      case "exec", "judge", "test", StartPing.COMMAND, TrialStartCommand.COMMAND -> true;
      default -> isForHelp(word);
    };
  }

  private static boolean isForHelp(String command) {
    return switch (command) {
      case "status", "log", "validate", "init", "pause", "resume", "flush" -> true;
      case "next", "serve", "test-alert", "hash-password", "demo" -> true;
      case "-h", "--help", "-V", "--version" -> true;
      default -> false;
    };
  }

  private static String[] rest(String[] args) {
    return Arrays.copyOfRange(args, 1, args.length);
  }
}
