package heartbeat.capture;

import heartbeat.model.Human;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A run's log on disk, of bounded size: the first half of the limit in {@code RUN.log}, what comes
 * after by turns in {@code RUN.tail0} and {@code RUN.tail1} of half the limit each, the older one
 * being overwritten. At the end they are made one file: head, a line that says how much was left
 * out, and exactly the last half of the limit.
 *
 * <p>It buffers nothing: the operating system has every byte that was written. After a crash the
 * head and the segments (older first) hold what was read last; when the crash came in the instant
 * between the renaming of the finished file and the removal of the segments, the end is there
 * twice.
 */
final class LogFile implements AsyncWriter.Target {
  private static final Set<OpenOption> ANEW =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);

  /**
   * How many bytes the log frees when the disk is full, so that the record and the notifications of
   * the run have room.
   */
  private static final long GIVEN_BACK = 128 << 10;

  private final Path log;
  private final Path[] segments;
  private final long[] sizes = new long[2];
  private final long limit;
  private final long half;
  private final long headLimit;

  private FileChannel out;
  private int current = -1;
  private long room;
  private long head;
  private long total;
  private long added;
  private boolean lineOpen;
  private boolean headLineOpen;
  private volatile long held;

  private LogFile(Path log, long limit, FileChannel out) {
    this.log = log;
    this.limit = limit;
    this.half = Math.max(1, limit / 2);
    this.headLimit = Math.max(1, limit - half);
    this.out = out;
    this.room = headLimit;
    this.segments = new Path[] {beside("tail0"), beside("tail1")};
  }

  /** Creates the log, readable by its owner alone; {@code limit} in bytes. */
  static LogFile open(Path log, long limit) throws IOException {
    return new LogFile(log, limit, create(log));
  }

  private static FileChannel create(Path path) throws IOException {
    return FileChannel.open(
        path,
        ANEW,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private Path beside(String suffix) {
    String name = log.getFileName().toString();
    String stem = name.endsWith(".log") ? name.substring(0, name.length() - 4) : name;
    return log.resolveSibling(stem + "." + suffix);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    int end = offset + length;
    while (buffer.position() < end) {
      if (room == 0) {
        headLineOpen = current < 0 ? lineOpen : headLineOpen;
        nextSegment();
      }
      buffer.limit((int) Math.min(end, buffer.position() + room));
      int n = written(buffer);
      lineOpen = bytes[buffer.position() - 1] != '\n';
      room -= n;
      total += n;
      if (current < 0) {
        head += n;
      } else {
        sizes[current] += n;
      }
      held = Math.min(limitedTotal(), head + sizes[0] + sizes[1]) - added;
    }
  }

  private int written(ByteBuffer buffer) throws IOException {
    try {
      return out.write(buffer);
    } catch (IOException full) {
      giveBack();
      throw full;
    }
  }

  /** Cuts the log's end: the record, the ping and the mail are worth more than these bytes. */
  private void giveBack() {
    try {
      long size = out.size();
      long cut = Math.min(GIVEN_BACK, size / 2);
      out.truncate(size - cut);
      total -= cut;
      if (current < 0) {
        head -= cut;
      } else {
        sizes[current] -= cut;
      }
      held = Math.max(0, held - cut);
    } catch (IOException broken) {
      // The note that the log can't be written is there already.
    }
  }

  private long limitedTotal() {
    return Math.min(total, headLimit + half);
  }

  private void nextSegment() throws IOException {
    int next = current == 0 ? 1 : 0;
    out.close();
    // Drops the oldest part only now: more than half the limit has come since.
    out = create(segments[next]);
    current = next;
    sizes[next] = 0;
    room = half;
  }

  @Override
  public void lost(long bytes) throws IOException {
    String line = "[heartbeat: " + bytes + " bytes are missing here; the disk was too slow]\n";
    byte[] text = ((lineOpen ? "\n" : "") + line).getBytes(StandardCharsets.UTF_8);
    added += text.length;
    write(text, 0, text.length);
  }

  /**
   * Joins head and segments. Throws when that fails; then the pieces are still there, unless
   * somebody has removed the log.
   */
  @Override
  public void finish() throws IOException {
    out.close();
    if (!Files.exists(log)) {
      held = 0;
      throw new NoSuchFileException(log.toString(), null, "it was removed while the job ran");
    }
    if (current < 0) {
      return;
    }
    Path joined = beside("part");
    try (FileChannel to = create(joined)) {
      copy(log, 0, to);
      long leftOut = total - limitedTotal();
      if (leftOut > 0) {
        to.write(ByteBuffer.wrap(cutLine(leftOut).getBytes(StandardCharsets.UTF_8)));
      }
      long newer = sizes[current];
      int older = 1 - current;
      copy(segments[older], Math.max(0, sizes[older] + newer - half), to);
      copy(segments[current], 0, to);
    } catch (IOException broken) {
      Files.deleteIfExists(joined);
      throw broken;
    }
    Files.move(joined, log, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(segments[0]);
    Files.deleteIfExists(segments[1]);
  }

  private String cutLine(long leftOut) {
    String line =
        "[heartbeat: "
            + leftOut
            + " bytes left out here; log-limit is "
            + Human.bytes(limit)
            + "]\n";
    return headLineOpen ? "\n" + line : line;
  }

  private void copy(Path from, long start, FileChannel to) throws IOException {
    if (from.equals(segments[1]) && sizes[1] == 0) {
      return; // never begun
    }
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ)) {
      long end = in.size();
      long at = start;
      while (at < end) {
        long n = in.transferTo(at, end - at, to);
        if (n <= 0) {
          throw new IOException(from.getFileName() + " became shorter while it was read");
        }
        at += n;
      }
    }
  }

  @Override
  public void abandon() {
    try {
      out.close();
    } catch (IOException alreadyBroken) {
      // The failure before this one is the one to report.
    }
  }

  @Override
  public long held() {
    return held;
  }
}
