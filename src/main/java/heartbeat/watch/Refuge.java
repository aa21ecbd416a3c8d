package heartbeat.watch;

import heartbeat.files.FileNames;
import heartbeat.files.PrivateFiles;
import heartbeat.journal.Journal;
import heartbeat.journal.Surroundings;
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
final class Refuge {
  /** Where temporary files may be, the usual place first. */
  static final List<Path> PLACES =
      List.of(Path.of(System.getProperty("java.io.tmpdir", "/tmp")), Path.of("/dev/shm"));

  private final Path folder;
  private final JobName job;
  private final Invocation invocation;

  private Refuge(Path folder, JobName job, Invocation invocation) {
    this.folder = folder;
    this.job = job;
    this.invocation = invocation;
  }

  /** For this trouble of this job; null where nothing can be kept. */
  static @Nullable Refuge of(JobName job, String problem, Invocation invocation) {
    int uid = Surroundings.ofThisProcess().uid();
    byte[] about = (job + "\n" + problem).getBytes(StandardCharsets.UTF_8);
    for (Path place : PLACES) {
      Path own = place.resolve("heartbeat-" + uid);
      try {
        PrivateFiles.folder(own);
        if (isOwn(own, uid)) {
          PrivateFiles.probe(own);
          return new Refuge(own.resolve(UUID.nameUUIDFromBytes(about).toString()), job, invocation);
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
   * Gives the journal of a run what is known: by the last run that was here, or by the last one
   * that had the real directory.
   */
  void lend(Journal journal, @Nullable Path real) {
    Path newest = real != null && changed(real).isAfter(changed(folder)) ? real : folder;
    try {
      JobState known = at(newest).state(job);
      journal.update(job, nothing -> known);
    } catch (IOException e) {
      // A doubled alert is better than none.
    }
  }

  /** Takes back what is to be known by the next run. */
  void keep(Journal journal) {
    try {
      JobState known = journal.state(job);
      at(folder).update(job, old -> known);
    } catch (IOException e) {
      // As above.
    }
  }

  /** Whether people were told of the trouble in this time; from now on they were. */
  boolean isTold(Duration within) {
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
