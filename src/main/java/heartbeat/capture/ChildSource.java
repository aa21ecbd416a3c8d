package heartbeat.capture;

import heartbeat.process.SignalSource;
import heartbeat.run.Capture;
import heartbeat.run.Ending;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * {@code heartbeat exec}: runs a command in a process group of its own and reads what it prints,
 * standard output and error through one pipe so that their order is kept. Standard input is passed
 * through. One object for one run.
 *
 * <p>TERM, INT, HUP and QUIT are passed on to the group, each time, and end nothing here: the run
 * ends when the command does. (The JVM keeps QUIT for itself; there it prints a thread dump to
 * standard error.)
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
   */
  public Capture run(List<String> command, @Nullable Path directory) {
    SignalSource.Listening listening = setup.signals().listen(this::onSignal);
    try {
      ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
      Map<String, String> given = builder.environment();
      String openFiles = given.get(OpenFiles.VARIABLE);
      ChildEnvironment.restore(given);
      Ending problem = Executable.problem(command.getFirst(), given.get("PATH"), directory);
      return problem == null ? started(builder, directory, openFiles) : notStarted(problem);
    } finally {
      listening.close();
    }
  }

  private Capture started(
      ProcessBuilder builder, @Nullable Path directory, @Nullable String openFiles) {
    boolean own = Executable.exists("setsid", builder.environment().get("PATH"));
    if (own) {
      // It becomes the command itself, so that the process id stays (setsid(1), exec in place).
      boolean dash = builder.command().getFirst().startsWith("-");
      builder.command().addAll(0, dash ? List.of("setsid", "--") : List.of("setsid"));
    }
    builder.command(OpenFiles.limited(builder.command(), openFiles));
    if (directory != null) {
      builder.directory(directory.toFile());
      // As after a shell's cd: programs that trust PWD would work in the wrong place.
      builder.environment().replace("PWD", directory.toAbsolutePath().normalize().toString());
    }
    builder.redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.INHERIT);
    CaptureRun running = new CaptureRun(setup);
    CompletableFuture<Process> started = new CompletableFuture<>();
    running.start(loop -> feed(builder, started, loop));
    run = running;
    return running.finish(supervise(running, started, own));
  }

  private static void feed(
      ProcessBuilder builder, CompletableFuture<Process> started, CaptureLoop loop) {
    try {
      ChildPipe pipe = ChildPipe.open();
      if (pipe != null) {
        builder.redirectOutput(pipe.input());
      }
      Process process = ProcessStart.of(builder);
      InputStream output = process.getInputStream();
      if (pipe != null) {
        pipe.handedOver();
        output = pipe.output();
      }
      started.complete(process);
      loop.read(output);
    } catch (IOException | RuntimeException | Error failed) {
      started.completeExceptionally(failed);
    }
  }

  private Ending supervise(CaptureRun running, CompletableFuture<Process> started, boolean own) {
    try {
      Process process = started.join();
      if (!own) {
        running.notes().add("setsid was not found: signals reach the command, not its whole group");
      }
      ProcessGroup group = new ProcessGroup(process.toHandle(), own);
      return new Child(process, group, running, this::nextSignal).untilEnd();
    } catch (CompletionException failed) {
      Throwable why = failed.getCause() == null ? failed : failed.getCause();
      return new Ending.NotStarted(Notes.words(why), Executable.NOT_EXECUTABLE);
    }
  }

  private Capture notStarted(Ending problem) {
    CaptureRun none = new CaptureRun(setup);
    none.start(loop -> loop.read(InputStream.nullInputStream()));
    run = none;
    return none.finish(problem);
  }

  /** How far it has come; null before the command was started. From any thread. */
  public @Nullable Progress progress() {
    CaptureRun running = run;
    return running == null ? null : running.progress();
  }

  /** Waits for alerts about a hang that are being sent; false when that takes longer than this. */
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
