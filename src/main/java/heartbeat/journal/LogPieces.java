package heartbeat.journal;

import static java.nio.file.StandardOpenOption.READ;

import heartbeat.model.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log of a run at any time: while it is written, when it was put together, and as a crash
 * left it. While a log is longer than its head, its end is in two segments of the head's size that
 * are filled in turn, each begun anew when the other is full. At the end all is put together in a
 * new file, which takes the head's name before the segments are removed.
 */
final class LogPieces {
  /** Stands between head and segments: nobody knows how much is missing. */
  private static final byte[] GAP =
      "\n[heartbeat: the end of the log follows; bytes may be left out here]\n"
          .getBytes(StandardCharsets.UTF_8);

  private static final int BUFFER = 64 << 10;

  /** The segment that was written to earlier first; of two of the same time, the full one. */
  private static final Comparator<Piece> OLDER_FIRST =
      Comparator.comparing(Piece::modified).thenComparing(Piece::size, Comparator.reverseOrder());

  private LogPieces() {}

  /** A file, opened, so that it can be read to the end when its name goes away. */
  private record Piece(InputStream content, long size, FileTime modified) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      content.close();
    }
  }

  /**
   * Copies what is there at this moment. Throws NoSuchFileException when there is nothing, and any
   * IOException of {@code out}.
   */
  static void copy(RunFiles files, OutputStream out) throws IOException {
    try (Piece first = open(files.tail(0));
        Piece second = open(files.tail(1));
        Piece head = open(files.log())) {
      if (head == null && first == null && second == null) {
        throw new NoSuchFileException(files.log().toString());
      }
      if (first != null && !Files.exists(files.tail(0))) {
        // Put together while we looked: the head has become the whole.
        copy(files, out);
        return;
      }
      if (head != null) {
        copy(head, out);
      }
      if (head != null && isWhole(files, head, first, second)) {
        return;
      }
      List<Piece> segments = new ArrayList<>();
      if (first != null) {
        segments.add(first);
      }
      if (second != null) {
        segments.add(second);
        out.write(GAP);
      }
      segments.sort(OLDER_FIRST);
      for (Piece segment : segments) {
        copy(segment, out);
      }
    }
  }

  /** Whether the log was put together, and only the removal of its segments did not happen. */
  private static boolean isWhole(
      RunFiles files, Piece head, @Nullable Piece first, @Nullable Piece second)
      throws IOException {
    if (first == null) {
      return second == null;
    }
    if (second != null) {
      // One of them is full, and a head may have one byte more.
      return head.size > Math.max(first.size, second.size) + 1;
    }
    return head.modified.compareTo(first.modified) >= 0 && endsWith(files.log(), files.tail(0));
  }

  private static boolean endsWith(Path log, Path segment) throws IOException {
    long before = Files.size(log) - Files.size(segment);
    if (before < 0) {
      return false;
    }
    try (InputStream whole = Files.newInputStream(log);
        InputStream end = Files.newInputStream(segment)) {
      whole.skipNBytes(before);
      byte[] expected = end.readNBytes(BUFFER);
      while (expected.length > 0) {
        if (!Arrays.equals(expected, whole.readNBytes(expected.length))) {
          return false;
        }
        expected = end.readNBytes(BUFFER);
      }
      return true;
    }
  }

  private static void copy(Piece piece, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long left = piece.size;
    while (left > 0) {
      int read = piece.content.read(buffer, 0, (int) Math.min(left, BUFFER));
      if (read < 0) {
        return;
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  private static @Nullable Piece open(Path file) throws IOException {
    InputStream content;
    try {
      content = Files.newInputStream(file, READ);
    } catch (NoSuchFileException e) {
      return null;
    }
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Piece(content, now.size(), now.lastModifiedTime());
    } catch (NoSuchFileException e) {
      content.close();
      return null;
    } catch (IOException e) {
      content.close();
      throw FileTrouble.explained("can't read", file, e);
    }
  }
}
