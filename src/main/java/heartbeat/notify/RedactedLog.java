package heartbeat.notify;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * Copies a log without its secrets. Everything else stays as it is, to the byte. It needs the same
 * memory for 1 kB and for 100 GB in one line: a line that is too long is redacted in pieces.
 */
final class RedactedLog {
  /** Bytes of a line that are redacted at once. */
  static final int PIECE = 64 * 1024;

  /** How far to each side of a cut within a line heartbeat looks for secrets. */
  private static final int AROUND = 8 * 1024;

  private static final int STEP = 1024;
  private static final byte[] NEWLINE = {'\n'};

  private final UnaryOperator<String> redactor;
  private final OutputStream out;
  private final byte[] buffer = new byte[PIECE];
  private int filled;

  /** A buffer: a compressor is much faster with few big writes than with one for each line. */
  private final byte[] ready = new byte[PIECE];

  private int gathered;

  private RedactedLog(UnaryOperator<String> redactor, OutputStream out) {
    this.redactor = redactor;
    this.out = out;
  }

  /**
   * Copies up to {@code most} bytes.
   *
   * @param redactor is given one line at a time, or a piece of one, as ISO-8859-1, without newline
   */
  static void copy(InputStream in, long most, UnaryOperator<String> redactor, OutputStream out)
      throws IOException {
    new RedactedLog(redactor, out).copy(in, most);
  }

  private void copy(InputStream in, long most) throws IOException {
    long left = most;
    while (left > 0) {
      int read = in.read(buffer, filled, (int) Math.min(left, PIECE - filled));
      if (read < 0) {
        break;
      }
      left -= read;
      int from = filled;
      filled += read;
      drop(writeLines(from));
      if (filled == PIECE) {
        int cut = cut();
        write(0, cut);
        drop(cut);
      }
    }
    write(0, filled);
    // No flush: the owner of the stream does that.
    out.write(ready, 0, gathered);
    gathered = 0;
  }

  /** Writes the whole lines; returns where the first incomplete one begins. */
  private int writeLines(int unseen) throws IOException {
    int begin = 0;
    for (int i = unseen; i < filled; i++) {
      if (buffer[i] == '\n') {
        write(begin, i);
        put(NEWLINE, 0, 1);
        begin = i + 1;
      }
    }
    return begin;
  }

  private void drop(int count) {
    System.arraycopy(buffer, count, buffer, 0, filled - count);
    filled -= count;
  }

  /** Where a full buffer without a line end is cut: near its end, and through no secret. */
  private int cut() {
    int last = filled - AROUND;
    for (int cut = last; cut >= AROUND; cut -= STEP) {
      String before = text(cut - AROUND, cut);
      String after = text(cut, cut + AROUND);
      if (redacted(before + after).equals(redacted(before) + redacted(after))) {
        return cut;
      }
    }
    return last;
  }

  private void write(int from, int to) throws IOException {
    if (from == to) {
      return;
    }
    String line = text(from, to);
    String clean = redacted(line);
    if (clean.equals(line)) {
      put(buffer, from, to - from);
    } else {
      byte[] bytes = clean.getBytes(StandardCharsets.ISO_8859_1);
      put(bytes, 0, bytes.length);
    }
  }

  private void put(byte[] bytes, int from, int count) throws IOException {
    if (count > ready.length - gathered) {
      out.write(ready, 0, gathered);
      gathered = 0;
    }
    if (count > ready.length) {
      out.write(bytes, from, count);
    } else {
      System.arraycopy(bytes, from, ready, gathered, count);
      gathered += count;
    }
  }

  /** If a pattern fails on a line, the line stays out, and the mail goes on. */
  private String redacted(String line) {
    try {
      return redactor.apply(line);
    } catch (RuntimeException | StackOverflowError broken) {
      return "[heartbeat left out a line here: a redact pattern failed on it]";
    }
  }

  private String text(int from, int to) {
    return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
