package heartbeat.capture;

import heartbeat.run.Capture;
import heartbeat.run.Ending;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code heartbeat exec}: runs a command in a process group of its own and reads what it prints,
 * standard output and error through one pipe so that their order is kept. Standard input is passed
 * through. One object for one run.
 *
 * <p>TERM, INT, HUP and QUIT are passed on to the group, each time, and end nothing here: the run
 * ends when the command does. (The JVM keeps QUIT for itself; there it prints a thread dump.)
 */
public final class ChildSource {
  private final CaptureSetup setup;
  private final List<Integer> signals = new ArrayList<>(1);
  private volatile @Nullable CaptureRun run;

  public ChildSource(CaptureSetup setup) {
    this.setup = setup;
  }

  /**
   * Runs the command to its end.
   *
   * @param directory where it runs; null: where heartbeat runs
   * @param extra set in its environment beside what heartbeat was started with
   */
  public Capture run(List<String> command, @Nullable Path directory, Map<String, String> extra) {
    SignalSource.Listening listening = setup.signals().listen(this::onSignal);
    try {
      ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
      Map<String, String> given = builder.environment();
      ChildEnvironment.restore(given);
      given.putAll(extra);
      Ending problem = Executable.problem(command.getFirst(), given.get("PATH"), directory);
      return problem == null ? started(builder, directory) : notStarted(problem);
    } finally {
      listening.close();
    }
  }

  private Capture started(ProcessBuilder builder, @Nullable Path directory) {
    boolean own = Executable.exists("setsid", builder.environment().get("PATH"));
    if (own) {
      // It becomes the command itself, so that the process id stays (setsid(1), exec in place).
      boolean dash = builder.command().getFirst().startsWith("-");
      builder.command().addAll(0, dash ? List.of("setsid", "--") : List.of("setsid"));
    }
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    builder.redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.INHERIT);
    try {
      Process process = builder.start();
      return supervise(process, new ProcessGroup(process.toHandle(), own), own);
    } catch (IOException | OutOfMemoryError failed) {
      return notStarted(new Ending.NotStarted(Notes.words(failed), Executable.NOT_EXECUTABLE));
    }
  }

  private Capture supervise(Process process, ProcessGroup group, boolean own) {
    InputStream output = process.getInputStream();
    CaptureRun running = new CaptureRun(setup, output);
    run = running;
    // When a process ends, Java's reaper empties its pipe and closes it, and a grandchild that
    // still writes there would die of it. The reaper takes the stream's monitor for that: the
    // reading thread holds it to the end.
    running.start(output);
    if (!own) {
      running.notes().add("setsid was not found: signals reach the command, not its whole group");
    }
    Child child = new Child(process, group, running, this::nextSignal);
    return running.finish(child.untilEnd());
  }

  private Capture notStarted(Ending problem) {
    CaptureRun none = new CaptureRun(setup, InputStream.nullInputStream());
    run = none;
    none.start(null);
    return none.finish(problem);
  }

  /** How far it has come; null before the command was started. From any thread. */
  public @Nullable Progress progress() {
    CaptureRun running = run;
    return running == null ? null : running.progress();
  }

  /** Waits until those told of a hang are through; false when they are not in this time. */
  public boolean awaitAlerts(Duration patience) throws InterruptedException {
    CaptureRun running = run;
    return running == null || running.awaitAlerts(patience);
  }

  private void onSignal(int number) {
    synchronized (signals) {
      signals.add(number);
    }
    CaptureRun running = run;
    if (running != null) {
      running.ring();
    }
  }

  private int nextSignal() {
    synchronized (signals) {
      return signals.isEmpty() ? 0 : signals.removeFirst();
    }
  }
}
