package heartbeat.cli;

import heartbeat.config.Command;
import heartbeat.files.FileNames;
import heartbeat.model.JobName;
import heartbeat.process.Names;
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

  /** A line for each other user who has a job of this name: what to type for that one. */
  static String advice(Path own, JobName job, Command command) {
    var lines = new StringBuilder();
    for (Path other : besides(own)) {
      if (Files.isDirectory(other.resolve("jobs").resolve(FileNames.of(job)))) {
        String user = String.valueOf(other.getFileName());
        lines.append("\n  ").append(user).append(" has one:  sudo -u ").append(user);
        lines.append(" heartbeat ").append(command.id()).append(' ');
        lines.append(Names.quoted(job));
      }
    }
    return lines.toString();
  }

  private static boolean isNamedAsItsOwner(Path folder) {
    try {
      return folder.endsWith(Files.getOwner(folder).getName());
    } catch (IOException e) {
      return false;
    }
  }
}
