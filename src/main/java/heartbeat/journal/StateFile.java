package heartbeat.journal;

import com.google.gson.JsonParseException;
import heartbeat.files.FileLocks;
import heartbeat.files.PrivateFiles;
import heartbeat.model.FileTrouble;
import heartbeat.model.JobName;
import heartbeat.tell.JobState;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.Consumer;

/** The file that holds what is remembered of a job between its runs, and its lock. */
final class StateFile {
  private final JobName job;
  private final Path folder;
  private final Path file;
  private final FileLocks locks;
  private final Duration lockWait;
  private final Consumer<String> complaints;

  StateFile(
      JobName job, Path folder, FileLocks locks, Duration lockWait, Consumer<String> complaints) {
    this.job = job;
    this.folder = folder;
    this.file = folder.resolve("state.json");
    this.locks = locks;
    this.lockWait = lockWait;
    this.complaints = complaints;
  }

  /** EMPTY, and a complaint, when it can't be read. */
  JobState read() {
    try {
      return JobStateJson.read(PrivateFiles.read(file));
    } catch (NoSuchFileException e) {
      return JobState.EMPTY;
    } catch (JsonParseException e) {
      return readDamaged();
    } catch (IOException e) {
      complaints.accept(FileTrouble.explained("can't read", file, e).getMessage());
      return JobState.EMPTY;
    }
  }

  /** Sets it aside under its lock: another process may have written it anew meanwhile. */
  private JobState readDamaged() {
    try (StateLock lock = lock()) {
      return lock.state();
    } catch (IOException e) {
      complaints.accept(lost());
      return JobState.EMPTY;
    }
  }

  /**
   * Takes the lock, and reads. Waits for the others for some seconds; throws IOException after
   * that, and when the file is there and can't be read now.
   */
  StateLock lock() throws IOException {
    PrivateFiles.folder(folder);
    FileLocks.Held lock = null;
    StateLock locked = null;
    try {
      lock = locks.take(folder.resolve("state.lock"), lockWait);
      if (lock == null) {
        throw new IOException("can't change " + file + ": another process holds its lock");
      }
      locked = new StateLock(lock, readLocked(), file);
      return locked;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("told to stop while waiting for the state of job " + job);
    } finally {
      if (lock != null && locked == null) {
        lock.close();
      }
    }
  }

  /** Sets a damaged file aside, so that heartbeat complains of it once. */
  private JobState readLocked() throws IOException {
    try {
      return JobStateJson.read(PrivateFiles.read(file));
    } catch (NoSuchFileException e) {
      return JobState.EMPTY;
    } catch (JsonParseException e) {
      complaints.accept(lost() + setAside(file));
      return JobState.EMPTY;
    }
  }

  private String lost() {
    return "can't read %s: it is damaged; what was remembered of job %s is lost, such as a pause or a recovery that was due"
        .formatted(file, job);
  }

  /** Renames a damaged file; says where to, or nothing when that fails. */
  static String setAside(Path damaged) {
    Path aside = damaged.resolveSibling(damaged.getFileName() + ".damaged");
    try {
      Files.move(damaged, aside, StandardCopyOption.REPLACE_EXISTING);
      return "; heartbeat keeps it as " + aside.getFileName();
    } catch (IOException e) {
      return "";
    }
  }
}
