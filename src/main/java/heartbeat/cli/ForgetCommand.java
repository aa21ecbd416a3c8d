package heartbeat.cli;

import heartbeat.model.JobName;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Refusal;
import heartbeat.watch.JournalAndOutbox;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code heartbeat forget}: removes a job that is no more, or a mistyped name, from status. */
@Command(
    name = "forget",
    description = "Removes the records, logs and waiting notifications of a job.",
    footer = {"", "Example:  heartbeat forget modle"})
final class ForgetCommand extends OneJobCommand {

  ForgetCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  public Integer call() throws IOException {
    JobName job = job();
    JournalAndOutbox state = state();
    int waiting = state.outbox().counts().getOrDefault(job, 0);
    if (waiting == 0 && !state.journal().jobs().contains(job)) {
      throw new Refusal(
          ExitStatus.FAILURE,
          "there is no record of job "
              + job
              + " in "
              + state.directory()
              + OtherUsers.advice(state.directory(), job, heartbeat.config.Command.FORGET));
    }
    state.journal().forget(job);
    state.outbox().forget(job);
    invocation
        .out()
        .println(
            job
                + " is forgotten"
                + (waiting == 0 ? "" : ", and " + waiting + " notification(s) that waited")
                + ".");
    return ExitStatus.OK;
  }
}
