package heartbeat.files;

import heartbeat.model.JobName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job's name as the name of its folder and back. ASCII only, because under {@code LANG=C}, which
 * is what cron gives, Java can't open a file with any other name. Letters, digits and {@code . _ -}
 * stay as they are; every other byte of the UTF-8 is {@code %XX}. A name that would become too long
 * for a file system (255) is {@code +} and URL-safe Base64 instead.
 */
public final class FileNames {
  private static final int LONGEST = 200;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private FileNames() {}

  /** The folder's name for this job. */
  public static String of(JobName job) {
    return encode(job.value());
  }

  /** The job whose folder this is; null when no job has a folder of this name. */
  public static @Nullable JobName jobOf(String folder) {
    try {
      String name = decode(folder);
      return name != null && encode(name).equals(folder) ? new JobName(name) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The jobs that have a folder in this one, by name; none when it is missing. */
  public static List<JobName> jobsIn(Path folder) throws IOException {
    List<JobName> names = new ArrayList<>();
    for (String name : PrivateFiles.names(folder)) {
      JobName job = jobOf(name);
      if (job != null && Files.isDirectory(folder.resolve(name))) {
        names.add(job);
      }
    }
    Collections.sort(names);
    return names;
  }

  public static String encode(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    StringBuilder encoded = new StringBuilder(bytes.length + 16);
    for (byte b : bytes) {
      if (isPlain(b)) {
        encoded.append((char) b);
      } else {
        encoded.append('%');
        HEX.toHexDigits(encoded, b);
      }
    }
    return encoded.length() <= LONGEST
        ? encoded.toString()
        : "+" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static boolean isPlain(int b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '.'
        || b == '_'
        || b == '-';
  }

  /**
   * Returns null, or throws IllegalArgumentException, when this is not the name of a job's folder.
   */
  private static @Nullable String decode(String folder) {
    byte[] bytes;
    if (folder.startsWith("+")) {
      bytes = Base64.getUrlDecoder().decode(folder.substring(1));
    } else {
      bytes = new byte[folder.length()];
      int length = 0;
      for (int i = 0; i < folder.length(); i++) {
        char c = folder.charAt(i);
        if (c != '%') {
          bytes[length++] = (byte) c;
        } else if (i + 2 < folder.length()) {
          bytes[length++] = (byte) HexFormat.fromHexDigits(folder, i + 1, i + 3);
          i += 2;
        } else {
          return null;
        }
      }
      bytes = Arrays.copyOf(bytes, length);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
