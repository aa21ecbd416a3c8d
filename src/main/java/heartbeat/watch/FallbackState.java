package heartbeat.watch;

import heartbeat.files.FileNames;
import heartbeat.files.PrivateFiles;
import heartbeat.journal.Journal;
import heartbeat.journal.UserEnvironment;
import heartbeat.model.JobName;
import heartbeat.process.Invocation;
import heartbeat.tell.JobState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a job while its state directory can't be used, in a folder of the user
 * among the temporary files: without it each run would mail its failure, and cron the reason, once
 * a minute while a disk is full.
 */
final class FallbackState {
  /** Where temporary files may be, the usual place first. */
  static final List<Path> PLACES =
      List.of(Path.of(System.getProperty("java.io.tmpdir", "/tmp")), Path.of("/dev/shm"));

  private final Path folder;
  private final JobName job;
  private final Invocation invocation;

  private FallbackState(Path folder, JobName job, Invocation invocation) {
    this.folder = folder;
    this.job = job;
    this.invocation = invocation;
  }

  /** For this trouble of this job; null where nothing can be kept. */
  static @Nullable FallbackState of(JobName job, String problem, Invocation invocation) {
    int uid = UserEnvironment.ofThisProcess().uid();
    byte[] about = (job + "\n" + problem).getBytes(StandardCharsets.UTF_8);
    for (Path place : PLACES) {
      Path own = place.resolve("heartbeat-" + uid);
      try {
        PrivateFiles.folder(own);
        if (isOwn(own, uid)) {
          PrivateFiles.probe(own);
          return new FallbackState(
              own.resolve(UUID.nameUUIDFromBytes(about).toString()), job, invocation);
        }
      } catch (IOException | UnsupportedOperationException e) {
        // Try the next one.
      }
    }
    return null;
  }

  /** Anybody may make files there beforehand, and links. */
  private static boolean isOwn(Path folder, int uid) throws IOException {
    Set<PosixFilePermission> all = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Integer.valueOf(uid)
            .equals(Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS))
        && !all.contains(PosixFilePermission.GROUP_WRITE)
        && !all.contains(PosixFilePermission.OTHERS_WRITE);
  }

  /**
   * Loads what the last run knew into this one's journal: from here, or from the real directory if
   * that was written later.
   */
  void loadInto(Journal journal, @Nullable Path real) {
    Path newest = real != null && changed(real).isAfter(changed(folder)) ? real : folder;
    try {
      JobState known = at(newest).state(job);
      journal.update(job, nothing -> known);
    } catch (IOException e) {
      // A doubled alert is better than none.
    }
  }

  /** Saves what the next run must know. */
  void saveFrom(Journal journal) {
    try {
      JobState known = journal.state(job);
      at(folder).update(job, old -> known);
    } catch (IOException e) {
      // As above.
    }
  }

  /** Marks people as told of the trouble; true when they had been told within this time. */
  boolean markTold(Duration within) {
    Path told = folder.resolve("told");
    Instant now = invocation.clock().instant();
    try {
      Duration ago = Duration.between(modified(told), now);
      if (!ago.isNegative() && ago.compareTo(within) < 0) {
        return true;
      }
      PrivateFiles.folder(folder);
      PrivateFiles.write(told, new byte[0], false);
      Files.setLastModifiedTime(told, FileTime.from(now));
    } catch (IOException e) {
      // Told once more, then.
    }
    return false;
  }

  private Journal at(Path directory) {
    return new Journal(directory, invocation.clock(), complaint -> {});
  }

  private Instant changed(Path directory) {
    return modified(directory.resolve("jobs").resolve(FileNames.of(job)).resolve("state.json"));
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }
}
