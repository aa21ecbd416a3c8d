package heartbeat.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import heartbeat.model.FileTrouble;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Locks between processes. When a process dies, the kernel frees its locks, so that a lock file
 * left over locks nothing. They are POSIX record locks, which belong to the process: when it closes
 * any descriptor of a file, it loses all its locks on that file. So a lock file holds no data,
 * nothing else opens it, and this object never opens a file again that it has locked: make one
 * object for a folder in a process.
 */
public final class FileLocks {
  private static final long FIRST_PAUSE_MILLIS = 5;
  private static final long LONGEST_PAUSE_MILLIS = 100;

  private final Set<Path> held = ConcurrentHashMap.newKeySet();

  /** A lock that is held until it is closed, or the process ends. */
  public final class Held implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private Held(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    /** Frees the lock. A second call does nothing. */
    @Override
    public void close() {
      if (channel.isOpen()) {
        closeQuietly(channel);
        held.remove(file);
      }
    }
  }

  /**
   * Takes the lock if it is free; null when somebody holds it. Makes its file if it is missing;
   * throws IOException when the file can't be made or opened.
   */
  public @Nullable Held tryTake(Path file) throws IOException {
    if (!held.add(file)) {
      return null;
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel = PrivateFiles.openOrCreate(file);
      taken = channel.tryLock() != null;
      return taken ? new Held(file, channel) : null;
    } catch (OverlappingFileLockException e) {
      return null;
    } finally {
      if (!taken) {
        closeQuietly(channel);
        held.remove(file);
      }
    }
  }

  /**
   * Waits for the lock, in the queue of the kernel: it costs nothing while it waits, and who came
   * first has it first.
   *
   * @param limit how long at most; null for no limit
   * @return null when the time was up. Throws InterruptedException when told to stop waiting.
   */
  public @Nullable Held take(Path file, @Nullable Duration limit)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    long most = limit == null ? Long.MAX_VALUE : limit.toNanos();
    long pause = FIRST_PAUSE_MILLIS;
    Held lock = tryTake(file);
    for (long left = most; lock == null && left > 0; left = most - (System.nanoTime() - begun)) {
      lock = queue(file, left);
      if (lock == null) {
        Thread.sleep(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        lock = tryTake(file);
      }
    }
    return lock;
  }

  /**
   * Null when the time is up, and when nobody can queue here: another thread of this process has
   * the lock or waits for it, no thread is to be had, or the kernel takes two threads of a process
   * for one and sees a deadlock (fcntl_locking(2), EDEADLK).
   */
  private @Nullable Held queue(Path file, long nanos) throws IOException, InterruptedException {
    if (!held.add(file)) {
      return null;
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel = PrivateFiles.openOrCreate(file);
      FutureTask<FileLock> waiting = new FutureTask<>(channel::lock);
      Thread.ofPlatform().daemon().start(waiting);
      taken = waiting.get(nanos, TimeUnit.NANOSECONDS) != null;
      return new Held(file, channel);
    } catch (TimeoutException | ExecutionException | OutOfMemoryError e) {
      return null;
    } finally {
      if (!taken) {
        closeQuietly(channel);
        held.remove(file);
      }
    }
  }

  /** Makes a lock file that is locked from the moment at which other processes can see it. */
  public Held takeNew(Path file) throws IOException {
    Path aside = PrivateFiles.aside(file);
    FileChannel channel = PrivateFiles.createNew(aside);
    held.add(file);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new IOException("can't lock " + aside + ": somebody holds it");
      }
      PrivateFiles.move(aside, file);
      return new Held(file, channel);
    } catch (IOException e) {
      held.remove(file);
      closeQuietly(channel);
      PrivateFiles.deleteQuietly(aside);
      throw FileTrouble.explained("can't lock", file, e);
    }
  }

  /** Whether a living process holds it; true also when that can't be found out. */
  public synchronized boolean isHeld(Path file) {
    if (held.contains(file)) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(file, Set.of(READ, NOFOLLOW_LINKS));
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return lock == null;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException | OverlappingFileLockException e) {
      return true;
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Nothing was written through it: there is nothing to lose.
      return;
    }
  }
}
