package heartbeat.process;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How this program is started once more, for a short-lived child. */
public final class Launcher {
  /** Set in a native image only, by its own run-time (ImageInfo of the GraalVM SDK). */
  private static final String NATIVE = "org.graalvm.nativeimage.imagecode";

  private Launcher() {}

  /** Whether this is a native image, which nothing comes before: there is no launcher script. */
  public static boolean isNative() {
    return System.getProperty(NATIVE) != null;
  }

  /** The command for it; null where it is not known, as in a JVM that runs tests. */
  public static @Nullable String command() {
    return command(
        System.getProperty("heartbeat.launcher"),
        isNative(),
        Path.of("/proc", String.valueOf(ProcessHandle.current().pid()), "exe"));
  }

  /**
   * The command for it.
   *
   * @param script what the launcher script says of itself; null where there is none
   * @param isNative whether the executable of this process is heartbeat, and not a Java run-time
   * @param executable the kernel's link to it. Not /proc/self, which in the child is the child
   */
  public static @Nullable String command(
      @Nullable String script, boolean isNative, Path executable) {
    // After an upgrade the link has lost its target, but what it leads to can still be run.
    return script == null && isNative && Files.isSymbolicLink(executable)
        ? executable.toString()
        : script;
  }
}
