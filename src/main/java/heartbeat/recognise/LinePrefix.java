package heartbeat.recognise;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a tool writes in front of each line, as learnt from one line: {@code moodle-1 | }, {@code
 * web1 php[4711]: }, {@code stdout F }, the beginning of a JSON object. Numbers and ids in it may
 * change from line to line, and so may the widths of its gaps, the names of months and days, the
 * stream's name and its level. What the tool writes behind each line, such as the end of a colour,
 * goes with it.
 */
final class LinePrefix {
  /** How far into a line a prefix may reach. */
  static final int MAX = 256;

  private static final int ID_LENGTH = 8;
  private static final byte[] NONE = new byte[0];
  private static final byte ESCAPE = 0x1B;

  private static final Set<String> CHANGING =
      Set.of(
          "jan",
          "feb",
          "mar",
          "apr",
          "may",
          "jun",
          "jul",
          "aug",
          "sep",
          "oct",
          "nov",
          "dec",
          "mon",
          "tue",
          "wed",
          "thu",
          "fri",
          "sat",
          "sun",
          "am",
          "pm",
          "stdout",
          "stderr",
          "cet",
          "cest",
          "debug",
          "info",
          "notice",
          "warn",
          "warning",
          "error",
          "err",
          "crit",
          "critical",
          "alert",
          "emerg",
          "fatal",
          "trace",
          "dbg",
          "inf",
          "wrn",
          "erro",
          "debu");

  private static final int LONGEST_CHANGING = "critical".length();

  private final byte[] text;

  /** The text is a string in JSON or logfmt. */
  private final boolean quoted;

  /** Where an id of hexadecimal digits begins, its length: each line may have one of its own. */
  private final byte[] ids;

  /** Ends each line of text; empty where nothing does, or the string's end tells. */
  private final byte[] suffix;

  private LinePrefix(byte[] text, byte[] suffix) {
    this.text = text;
    this.suffix = suffix;
    quoted = isInString(text);
    ids = ids(text);
  }

  private static byte[] ids(byte[] b) {
    byte[] lengths = new byte[b.length];
    boolean any = false;
    for (int i = 0; i < b.length; ) {
      int end = i;
      boolean digit = false;
      boolean letter = false;
      while (end < b.length && isHex(b[end])) {
        digit |= Ascii.isDigit(b[end]);
        letter |= Ascii.isLetter(b[end]);
        end++;
      }
      boolean whole = end == b.length || !Ascii.isLetter(b[end]);
      if (digit && letter && whole && end - i >= ID_LENGTH && end - i <= Byte.MAX_VALUE) {
        lengths[i] = (byte) (end - i);
        any = true;
      }
      while (end < b.length && (Ascii.isLetter(b[end]) || Ascii.isDigit(b[end]))) {
        end++;
      }
      i = Math.max(end, i + 1);
    }
    return any ? lengths : NONE;
  }

  private static boolean isHex(byte c) {
    return Ascii.isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '-';
  }

  private static boolean isId(byte[] b, int from, int end, int to) {
    if (end > to) {
      return false;
    }
    for (int i = from; i < end; i++) {
      if (!isHex(b[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isInString(byte[] b) {
    boolean open = false;
    for (int i = 0; i < b.length; i++) {
      if (open && b[i] == '\\') {
        i++;
      } else if (b[i] == '"') {
        open = !open;
      }
    }
    return open;
  }

  /** The same prefix with what stands behind the text of this line, which ends there. */
  LinePrefix withSuffix(byte[] b, int textEnd, int to) {
    return quoted || to - textEnd > MAX
        ? this
        : new LinePrefix(text, Arrays.copyOfRange(b, textEnd, to));
  }

  /** These bytes as a prefix; null where they can't be one: a word runs on into the text. */
  static @Nullable LinePrefix of(byte[] b, int from, int to) {
    if (to <= from || to - from > MAX) {
      return null;
    }
    byte last = b[to - 1];
    boolean word = Ascii.isLetter(last) || Ascii.isDigit(last) || last == '_' || last < 0;
    return word && !endsColour(b, from, to)
        ? null
        : new LinePrefix(Arrays.copyOfRange(b, from, to), NONE);
  }

  /** Whether the bytes end with {@code ESC [ 0 m} or the like. */
  private static boolean endsColour(byte[] b, int from, int to) {
    int i = to - 2;
    while (i > from && (Ascii.isDigit(b[i]) || b[i] == ';')) {
      i--;
    }
    return b[to - 1] == 'm' && i > from && b[i] == '[' && b[i - 1] == ESCAPE;
  }

  /** Whether nobody can see it in front of a line without text. */
  boolean isIndentation() {
    return Ascii.isBlank(text, 0, text.length);
  }

  /** Where the text of a line begins that bears this prefix, or -1. */
  int end(byte[] b, int from, int to) {
    int i = from;
    for (int t = 0; t < text.length; ) {
      byte c = text[t];
      if (ids.length > t && ids[t] > 0) {
        int id = ids[t];
        if (!isId(b, i, i + id, to)) {
          return -1;
        }
        t += id;
        i += id;
      } else if (Ascii.isDigit(c)) {
        if (i >= to || !Ascii.isDigit(b[i])) {
          return -1;
        }
        t = afterNumber(text, t, text.length);
        i = afterNumber(b, i, to);
      } else if (isGap(c)) {
        int begin = t;
        t = afterGap(text, t, text.length);
        int end = afterGap(b, i, t == text.length ? Math.min(to, i + t - begin) : to);
        if (end == to && t == text.length) {
          return to; // without its trailing blank
        }
        if (end == i && begin > 0) {
          return -1;
        }
        i = end;
      } else if (i < to && b[i] == c) {
        t++;
        i++;
      } else if (Ascii.isLetter(c)) {
        int begin = beginOfWord(text, t);
        int same = t - begin;
        t = afterWord(text, t, text.length);
        int end = afterWord(b, i, to);
        if (!isChanging(text, begin, t) || !isChanging(b, i - same, end)) {
          return -1;
        }
        i = end;
      } else {
        return -1;
      }
    }
    return i;
  }

  /** Where the text ends that begins at {@code from}. */
  int textEnd(byte[] b, int from, int to) {
    if (!quoted) {
      return Ascii.endsWith(b, from, to, suffix) ? to - suffix.length : to;
    }
    int i = from;
    while (i < to && b[i] != '"') {
      i += b[i] == '\\' ? 2 : 1;
    }
    int end = Math.min(i, to);
    while (end - from >= 2 && b[end - 2] == '\\' && (b[end - 1] == 'n' || b[end - 1] == 'r')) {
      end -= 2;
    }
    return end;
  }

  private static boolean isGap(byte c) {
    return c == ' ' || c == '\t';
  }

  private static int afterGap(byte[] b, int from, int to) {
    int i = from;
    while (i < to && isGap(b[i])) {
      i++;
    }
    return i;
  }

  /** Digits, with a point or comma between them. */
  private static int afterNumber(byte[] b, int from, int to) {
    int i = from + 1;
    while (i < to
        && (Ascii.isDigit(b[i])
            || ((b[i] == '.' || b[i] == ',') && i + 1 < to && Ascii.isDigit(b[i + 1])))) {
      i++;
    }
    return i;
  }

  private static int beginOfWord(byte[] b, int at) {
    int i = at;
    while (i > 0 && Ascii.isLetter(b[i - 1]) && !endsColour(b, 0, i)) {
      i--;
    }
    return i;
  }

  private static int afterWord(byte[] b, int from, int to) {
    int i = from;
    while (i < to && Ascii.isLetter(b[i])) {
      i++;
    }
    return i;
  }

  private static boolean isChanging(byte[] b, int from, int to) {
    return to - from <= LONGEST_CHANGING
        && CHANGING.contains(
            new String(b, from, to - from, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT));
  }
}
