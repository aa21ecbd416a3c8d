package heartbeat.recognise;

import heartbeat.run.Observation;
import heartbeat.run.ReadableLine;
import heartbeat.run.Rules;
import java.util.Arrays;
import java.util.Objects;

/**
 * Watches the bytes of a run as they come, however they are split, and says what they amount to.
 * What it keeps is bounded: the beginning of the line that is being written, the last line of text,
 * and findings up to a number. Not thread-safe.
 */
public final class Observer {
  private final Recognisers recognisers;
  private final Newlines newlines = new Newlines();

  /** The beginning of a line whose end has not been read yet. */
  private final byte[] held;

  private int heldLength;
  private long lineLength;

  /** Where the next line begins in what is being looked at. */
  private int begin;

  /** The last line of text in it; none where it does not end behind its beginning. */
  private int lastFrom;

  private int lastTo;
  private byte[] lastText = new byte[0];

  private long bytes;
  private long lines;

  /** Watches by these rules. */
  public Observer(Rules rules) {
    recognisers = new Recognisers(rules);
    held = new byte[Recognisers.window(rules)];
  }

  /** The next bytes of the output. */
  public void accept(byte[] buffer, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    bytes += length;
    int to = offset + length;
    begin = offset;
    lastFrom = 0;
    lastTo = 0;
    int count = Newlines.count(length);
    long[] words = newlines.words(buffer, offset, count);
    for (int i = 0; i < count; i++) {
      for (long found = Newlines.in(words[i]); found != 0; found &= found - 1) {
        end(buffer, offset + i * Long.BYTES + (Long.numberOfTrailingZeros(found) >>> 3));
      }
    }
    for (int i = offset + count * Long.BYTES; i < to; i++) {
      if (buffer[i] == '\n') {
        end(buffer, i);
      }
    }
    if (lastTo > lastFrom) {
      keepLast(buffer, lastFrom, lastTo);
    }
    if (begin < to) {
      hold(buffer, begin, to);
    }
  }

  /** There is a newline. */
  private void end(byte[] buffer, int at) {
    if (lineLength > 0) {
      hold(buffer, begin, at);
      endHeld();
      lastTo = 0;
    } else if (endLine(buffer, begin, at)) {
      lastFrom = begin;
      lastTo = at;
    }
    begin = at + 1;
  }

  private boolean endLine(byte[] buffer, int from, int end) {
    lines++;
    recognisers.feed(buffer, from, end, true);
    int kept = Math.min(end, from + held.length);
    if (kept < end) {
      return recognisers.endLine(buffer, from, kept, LineEnd.WINDOW);
    }
    return recognisers.endLine(buffer, from, withoutReturn(buffer, from, end), LineEnd.NEWLINE);
  }

  private void hold(byte[] buffer, int from, int to) {
    recognisers.feed(buffer, from, to, false);
    int room = Math.min(to - from, held.length - heldLength);
    System.arraycopy(buffer, from, held, heldLength, room);
    heldLength += room;
    lineLength += to - from;
  }

  private void endHeld() {
    lines++;
    boolean text =
        lineLength > heldLength
            ? recognisers.endLine(held, 0, heldLength, LineEnd.WINDOW)
            : recognisers.endLine(held, 0, withoutReturn(held, 0, heldLength), LineEnd.NEWLINE);
    if (text) {
      keepLast(held, 0, heldLength);
    }
    heldLength = 0;
    lineLength = 0;
  }

  private static int withoutReturn(byte[] b, int from, int to) {
    return to > from && b[to - 1] == '\r' ? to - 1 : to;
  }

  private void keepLast(byte[] b, int from, int to) {
    lastText = Arrays.copyOfRange(b, from, Math.min(to, from + Recognisers.LINE_WINDOW));
  }

  /**
   * What the output amounts to, should it end here: an unfinished last line counts. May be asked at
   * any time, and changes nothing.
   */
  public Observation observe() {
    if (lineLength == 0) {
      return recognisers.observe(ReadableLine.of(lastText, 0, lastText.length));
    }
    Recognisers ended = new Recognisers(recognisers);
    LineEnd how = lineLength > heldLength ? LineEnd.WINDOW : LineEnd.OUTPUT;
    boolean text = ended.endLine(held, 0, heldLength, how);
    byte[] last = text ? held : lastText;
    return ended.observe(ReadableLine.of(last, 0, text ? heldLength : lastText.length));
  }

  /** How many bytes came. */
  public long bytes() {
    return bytes;
  }

  /** How many lines were begun, the last one without its newline included. */
  public long lines() {
    return lineLength > 0 ? lines + 1 : lines;
  }
}
