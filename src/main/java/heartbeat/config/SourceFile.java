package heartbeat.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A config file that has been read.
 *
 * @param text without byte order mark; every character is one that YAML allows
 * @param readableByAll whether any user of this machine may read it
 */
record SourceFile(Path path, String text, boolean readableByAll) {
  private static final int MAX_BYTES = 1 << 20;
  private static final char REPLACEMENT = '\uFFFD';
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /**
   * Reads a file, and notes what is wrong with it; null when it can't be read at all.
   *
   * @param doWithout whether a file that this user may not read is no error
   */
  static @Nullable SourceFile read(Path path, boolean doWithout, List<Problem> problems) {
    String why;
    try {
      var attributes = Files.readAttributes(path, PosixFileAttributes.class);
      if (!attributes.isRegularFile()) {
        // Reading a pipe or device could wait for ever.
        why = "is not a regular file";
      } else if (attributes.size() > MAX_BYTES) {
        why = "has more than 1 MB: is this a config file?";
      } else {
        byte[] bytes;
        try (var in = Files.newInputStream(path)) {
          bytes = in.readNBytes(MAX_BYTES);
        }
        boolean readableByAll = attributes.permissions().contains(PosixFilePermission.OTHERS_READ);
        String text = decoded(path, bytes, problems);
        return text == null ? null : new SourceFile(path, text, readableByAll);
      }
    } catch (NoSuchFileException e) {
      why = "does not exist";
    } catch (AccessDeniedException e) {
      problems.add(forbidden(path, doWithout));
      return null;
    } catch (IOException e) {
      why = "can't be read: " + e.getMessage();
    }
    problems.add(Place.of(path).error(why));
    return null;
  }

  /** The problem of a file or folder that this user may not read. */
  static Problem forbidden(Path path, boolean doWithout) {
    Place place = Place.of(path);
    return doWithout
        ? place.warning("may not be read by this user, and is left out")
        : place.error(
            "may not be read by this user"
                + remedy(path)
                + "; a crontab line needs no config when its options say who is told (--ping,"
                + " --mail-to) and what a success is (--preset, --success-marker)");
  }

  /** What root has to type: joins the user to the group that may read it, if there is one. */
  private static String remedy(Path path) {
    try {
      var attributes = Files.readAttributes(path, PosixFileAttributes.class);
      String group = attributes.group().getName();
      if (!attributes.permissions().contains(PosixFilePermission.GROUP_READ)) {
        return "";
      }
      if (!group.equals("root")) {
        return ": usermod -aG " + group + " " + System.getProperty("user.name", "USER");
      }
      Path jobs = path.resolveSibling("jobs.d");
      return ": chgrp heartbeat "
          + path
          + (Files.exists(jobs) && !jobs.equals(path) ? " " + jobs : "");
    } catch (IOException e) {
      return "";
    }
  }

  private static @Nullable String decoded(Path path, byte[] bytes, List<Problem> problems) {
    if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
      problems.add(Place.of(path).error("is UTF-16; save it as UTF-8"));
      return null;
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    int broken = text.indexOf(REPLACEMENT);
    if (broken >= 0 && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
      problems.add(at(path, text, broken).error("is not UTF-8 from here on; save it as UTF-8"));
    }
    return withoutControls(path, text, problems);
  }

  private static boolean startsWith(byte[] bytes, int first, int second) {
    return bytes.length > 1 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
  }

  private static String withoutControls(Path path, String text, List<Problem> problems) {
    int first = -1;
    StringBuilder clean = null;
    for (int i = 0; i < text.length(); i++) {
      if (isForbidden(text.charAt(i))) {
        if (clean == null) {
          first = i;
          clean = new StringBuilder(text);
        }
        clean.setCharAt(i, REPLACEMENT);
      }
    }
    if (clean != null) {
      String code = Integer.toHexString(text.charAt(first));
      problems.add(at(path, text, first).error("a control character (0x" + code + ")"));
      text = clean.toString();
    }
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  /** What YAML does not allow in a file (YAML 1.1, 5.1); decoding leaves no lone surrogates. */
  private static boolean isForbidden(char c) {
    return c < ' '
        ? c != '\t' && c != '\n' && c != '\r'
        : (c >= 0x7F && c < 0xA0 && c != 0x85) || c >= 0xFFFE;
  }

  private static Place at(Path path, String text, int index) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < index; i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line++;
        column = 1;
      } else if (c != BYTE_ORDER_MARK && c != '\r' && !Character.isLowSurrogate(c)) {
        column++;
      }
    }
    return new Place(path, line, column, "", null);
  }
}
