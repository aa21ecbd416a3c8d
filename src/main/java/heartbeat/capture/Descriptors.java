package heartbeat.capture;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The pipes that this process has open, by {@code /proc/self/fd} (proc_pid_fd(5)). */
final class Descriptors {
  private static final Path FOLDER = Path.of("/proc/self/fd");

  /**
   * An end of a pipe; not one of the three standard streams.
   *
   * @param pipe the same for both ends: {@code pipe:[4711]}
   */
  record PipeEnd(int number, String pipe, boolean forReading) {
    /** The path by which another process can open it as long as this one lives. */
    String path() {
      return "/proc/" + ProcessHandle.current().pid() + "/fd/" + number;
    }
  }

  private Descriptors() {}

  /** Throws IOException where there is no {@code /proc}. */
  static List<PipeEnd> pipes() throws IOException {
    List<PipeEnd> ends = new ArrayList<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(FOLDER)) {
      for (Path descriptor : open) {
        add(ends, descriptor);
      }
    }
    return ends;
  }

  private static void add(List<PipeEnd> ends, Path descriptor) {
    try {
      int number = Integer.parseInt(descriptor.getFileName().toString());
      String target = Files.readSymbolicLink(descriptor).toString();
      if (number > 2 && target.startsWith("pipe:")) {
        String info = Files.readString(Path.of("/proc/self/fdinfo/" + number));
        ends.add(new PipeEnd(number, target, isReadOnly(info)));
      }
    } catch (IOException | NumberFormatException e) {
      // Closed meanwhile.
    }
  }

  /** {@code flags: 0100000}, octal: the last two bits are the access mode, 0 for reading. */
  private static boolean isReadOnly(String info) {
    int end = info.indexOf('\n', Math.max(0, info.indexOf("flags:")));
    return end > 0 && (info.charAt(end - 1) - '0') % 4 == 0;
  }
}
