package heartbeat.cli;

import heartbeat.config.Command;
import heartbeat.config.Flags;
import heartbeat.config.Problem;
import heartbeat.process.Invocation;
import heartbeat.process.UnreadInput;
import heartbeat.watch.Run;
import java.util.ArrayList;
import java.util.List;

/** {@code heartbeat exec JOB -- COMMAND}. */
public final class ExecCommand {
  private ExecCommand() {}

  /** Without a command there is nothing to run: a pipe that it was to read must not break. */
  public static int run(Invocation invocation, String[] arguments) throws InterruptedException {
    Flags flags = Flags.parse(arguments);
    if (!flags.command().isEmpty()) {
      return new Run(invocation, arguments, flags).exec();
    }
    UnreadInput.leaveToCat();
    if (flags.asksForHelp()) {
      return Help.show(invocation, Command.EXEC);
    }
    List<String> problems = new ArrayList<>();
    for (Problem problem : flags.problems()) {
      problems.add(problem.toString());
    }
    problems.add("COMMAND is missing: heartbeat exec JOB -- COMMAND");
    return UsageError.tell(invocation, Command.EXEC, problems);
  }
}
