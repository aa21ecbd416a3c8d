package heartbeat.journal;

import com.google.gson.JsonParseException;
import heartbeat.files.FileLocks;
import heartbeat.files.FileNames;
import heartbeat.files.Leftovers;
import heartbeat.files.PrivateFiles;
import heartbeat.model.FileTrouble;
import heartbeat.model.JobName;
import heartbeat.model.RunId;
import heartbeat.tell.JobState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The logs and records of every job's runs, and what is remembered between them, in the state
 * directory. Any number of processes may use it at once. The directory may vanish, fill up or
 * become read-only at any time: methods that write then throw IOException with a message for
 * people. Make one object for a directory in a process (see {@link FileLocks}).
 */
public final class Journal {
  /** The folders that heartbeat makes in the state directory. */
  static final List<String> FOLDERS = List.of("jobs", "outbox");

  private static final Duration LOCK_WAIT = Duration.ofSeconds(15);

  /** If a run seems to start later than this from now, the clock was wrong, then or now. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final Path jobs;
  private final InstantSource clock;
  private final Consumer<String> complaints;
  private final Duration lockWait;
  private final FileLocks locks = new FileLocks();

  /**
   * The journal in this directory, which need not be there yet.
   *
   * @param complaints takes a sentence for people about each file that could not be read
   */
  public Journal(Path stateDirectory, InstantSource clock, Consumer<String> complaints) {
    this(stateDirectory, clock, complaints, LOCK_WAIT);
  }

  Journal(
      Path stateDirectory, InstantSource clock, Consumer<String> complaints, Duration lockWait) {
    this.jobs = stateDirectory.resolve(FOLDERS.getFirst());
    this.clock = clock;
    this.complaints = complaints;
    this.lockWait = lockWait;
  }

  /** Begins a run: until it is closed, other processes see it as running. */
  public OpenRun open(JobName job, RunId run) throws IOException {
    RunFiles files = files(job, run);
    PrivateFiles.folder(files.folder());
    return new OpenRun(files, locks.takeNew(files.running()));
  }

  /** Keeps the record of a run that ended. */
  public void append(RunRecord record) throws IOException {
    RunFiles files = files(record.job(), record.run());
    PrivateFiles.folder(files.folder());
    PrivateFiles.write(files.record(), RunRecordJson.write(record), false);
  }

  /** The jobs that have ever run, by name. */
  public List<JobName> jobs() throws IOException {
    return FileNames.jobsIn(jobs);
  }

  /** The runs of a job, newest first. */
  public List<RunEntry> runs(JobName job) throws IOException {
    List<RunEntry> entries = new ArrayList<>();
    for (RunId run : newestFirst(job)) {
      RunEntry entry = read(job, files(job, run));
      if (entry != null) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /** The newest run of a job; null when there is none. */
  public @Nullable RunEntry latest(JobName job) throws IOException {
    for (RunId run : newestFirst(job)) {
      RunEntry entry = read(job, files(job, run));
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  /**
   * Copies what there is of a run's log, also while it is written and after a crash. Throws
   * NoSuchFileException when there is nothing of it, and what {@code out} throws.
   */
  public void copyLog(JobName job, RunId run, OutputStream out) throws IOException {
    LogPieces.copy(files(job, run), out);
  }

  /** What is remembered of a job; EMPTY, and a complaint, when that can't be read. */
  public JobState state(JobName job) {
    return stateFile(job).read();
  }

  /**
   * Changes what is remembered of a job, under its lock. Waits some seconds for other processes;
   * throws IOException after that.
   *
   * @return the new state
   */
  public JobState update(JobName job, UnaryOperator<JobState> change) throws IOException {
    try (StateLock lock = lockState(job)) {
      JobState state = change.apply(lock.state());
      lock.remember(state);
      return state;
    }
  }

  /**
   * What is remembered of a job, locked. Waits some seconds for other processes; throws IOException
   * after that.
   */
  public StateLock lockState(JobName job) throws IOException {
    return stateFile(job).lock();
  }

  /** heartbeat sends nothing for this job before that time; {@link Instant#MAX} for an open end. */
  public void pause(JobName job, Instant until) throws IOException {
    update(job, state -> state.withPausedUntil(until));
  }

  /** Ends a pause. */
  public void resume(JobName job) throws IOException {
    update(job, state -> state.withPausedUntil(null));
  }

  /**
   * Removes the oldest runs until {@code keepRuns} are left, and files of writers that were killed.
   * A run that is going on stays. When there is nothing to remove, it only lists the folder.
   */
  public void prune(JobName job, int keepRuns) throws IOException {
    List<RunId> runs = newestFirst(job);
    for (RunId run : runs.subList(Math.min(Math.max(keepRuns, 0), runs.size()), runs.size())) {
      RunFiles files = files(job, run);
      if (!locks.isHeld(files.running())) {
        delete(files.all());
      }
    }
    delete(Leftovers.in(folder(job), clock.instant()));
  }

  /** Removes all that is known of a job. Throws IOException while a run of it goes on. */
  public void forget(JobName job) throws IOException {
    for (RunId run : newestFirst(job)) {
      if (locks.isHeld(files(job, run).running())) {
        throw new IOException("job " + job + " is running; try again when it has ended");
      }
    }
    PrivateFiles.deleteTree(folder(job));
  }

  private static void delete(List<Path> files) throws IOException {
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw FileTrouble.explained("can't remove", file, e);
      }
    }
  }

  FileLocks locks() {
    return locks;
  }

  /** The file of a {@link JobLock}; its folder is there. */
  Path lockFile(JobName job) throws IOException {
    PrivateFiles.folder(folder(job));
    return folder(job).resolve("exec.lock");
  }

  private @Nullable RunEntry read(JobName job, RunFiles files) {
    RunEntry ended = ended(files);
    if (ended != null) {
      return ended;
    }
    if (locks.isHeld(files.running())) {
      return new RunEntry.Running(job, files.run());
    }
    // It may have ended since the first look, or have been removed.
    RunEntry late = ended(files);
    Instant lastSign = files.lastSign();
    return late != null || lastSign == null
        ? late
        : new RunEntry.Unfinished(
            job,
            files.run(),
            lastSign,
            Files.exists(files.record()) || Files.exists(files.damaged()));
  }

  private @Nullable RunEntry ended(RunFiles files) {
    try {
      return new RunEntry.Ended(RunRecordJson.read(PrivateFiles.read(files.record())));
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      complaints.accept("can't read " + files.record() + ": " + FileTrouble.reason(e));
    } catch (JsonParseException e) {
      complaints.accept(
          "can't read " + files.record() + ": it is damaged" + StateFile.setAside(files.record()));
    }
    return null;
  }

  /**
   * By the time in their ids, but runs of the future come last: the clock was wrong then or is
   * wrong now, and must not make a new run look old enough to be removed.
   */
  private List<RunId> newestFirst(JobName job) throws IOException {
    Instant future = clock.instant().plus(SKEW);
    List<RunId> runs = new ArrayList<>(RunFiles.in(folder(job)));
    runs.sort(
        (one, other) -> {
          int later =
              Boolean.compare(one.started().isAfter(future), other.started().isAfter(future));
          return later != 0 ? later : other.compareTo(one);
        });
    return runs;
  }

  private StateFile stateFile(JobName job) {
    return new StateFile(job, folder(job), locks, lockWait, complaints);
  }

  private RunFiles files(JobName job, RunId run) {
    return new RunFiles(folder(job), run);
  }

  private Path folder(JobName job) {
    return jobs.resolve(FileNames.of(job));
  }
}
