package heartbeat.cli;

import heartbeat.files.FileNames;
import heartbeat.model.JobName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Other users who have jobs, as far as this user may see them, as root may. */
final class OtherUsers {
  private OtherUsers() {}

  /** The folders beside this one that hold jobs, each named as its owner. */
  static List<Path> besides(Path own) {
    Path parent = own.toAbsolutePath().getParent();
    if (parent == null) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(parent)) {
      return folders
          .filter(folder -> !folder.equals(own.toAbsolutePath()))
          .filter(folder -> Files.isDirectory(folder.resolve("jobs")) && isNamedAsItsOwner(folder))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  /** Whether this folder of another user holds a job of this name. */
  static boolean hasJob(Path folder, JobName job) {
    return Files.isDirectory(folder.resolve("jobs").resolve(FileNames.of(job)));
  }

  private static boolean isNamedAsItsOwner(Path folder) {
    try {
      return folder.endsWith(Files.getOwner(folder).getName());
    } catch (IOException e) {
      return false;
    }
  }
}
