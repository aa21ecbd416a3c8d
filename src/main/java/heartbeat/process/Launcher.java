package heartbeat.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How to start this program once more, for a child process. */
public final class Launcher {
  /** Set in a native image only, by its own run-time (ImageInfo of the GraalVM SDK). */
  private static final String NATIVE = "org.graalvm.nativeimage.imagecode";

  private Launcher() {}

  /** Whether this is a native image, and not a Java run-time. */
  public static boolean isNative() {
    return System.getProperty(NATIVE) != null;
  }

  /** The command for that; null when it is not known, as in a JVM that runs tests. */
  public static @Nullable String command() {
    return command(script(), isNative(), executable());
  }

  /**
   * The launcher script as a crontab would call it; null where there is none, as in a JVM that runs
   * tests.
   */
  public static @Nullable String script() {
    return isNative() ? script(executable()) : System.getProperty("heartbeat.launcher");
  }

  /** Not /proc/self, which in a child is the child. */
  private static Path executable() {
    return Path.of("/proc", String.valueOf(ProcessHandle.current().pid()), "exe");
  }

  /**
   * The command for that.
   *
   * @param script the launcher script's own path; null when there is none
   * @param isNative whether the executable of this process is heartbeat, and not a Java run-time
   * @param executable the kernel's link to it
   */
  public static @Nullable String command(
      @Nullable String script, boolean isNative, Path executable) {
    // After an upgrade the link has lost its target, but what it leads to can still be run.
    return isNative && Files.isSymbolicLink(executable) ? executable.toString() : script;
  }

  /**
   * The launcher script of a native image, which is {@code bin/heartbeat} where that is {@code
   * lib/heartbeat/heartbeat}.
   */
  public static @Nullable String script(Path executable) {
    Path folder = folder(executable);
    Path script = folder == null ? null : folder.resolve("../../bin/heartbeat").normalize();
    return script != null && Files.isExecutable(script) ? script.toString() : null;
  }

  /** The folder of a native image and of the libraries that it loads; null when it is not known. */
  static @Nullable Path folder(Path executable) {
    try {
      return Files.readSymbolicLink(executable).getParent();
    } catch (IOException | UnsupportedOperationException unknown) {
      return null;
    }
  }

  /** For a native image: tells SQLite's driver that its library lies beside the program. */
  public static void showLibraries() {
    Path folder = folder(executable());
    if (folder != null) {
      System.setProperty("org.sqlite.lib.path", folder.toString());
    }
  }
}
