package heartbeat.journal;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of 128 kB, where this machine lets us mount one; the test is skipped elsewhere. */
record SmallDisk(Path path) implements AutoCloseable {
  static SmallDisk mount(Path path) throws IOException {
    Files.createDirectory(path);
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", path.toString());
    assumeThat(mounted).as("a tmpfs can be mounted here").isTrue();
    return new SmallDisk(path);
  }

  /** Leaves no byte free. */
  void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(path.resolve("filler"))) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException full) {
      assertFull(full);
    }
  }

  private static void assertFull(IOException full) throws IOException {
    if (!String.valueOf(full.getMessage()).contains("No space")) {
      throw full;
    }
  }

  @Override
  public void close() throws IOException {
    run("umount", "-l", path.toString());
  }

  private static boolean run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.onExit().join().exitValue() == 0;
  }
}
