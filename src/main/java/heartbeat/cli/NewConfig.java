package heartbeat.cli;

import heartbeat.process.ExitStatus;
import heartbeat.process.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A config file that was not there before. */
public final class NewConfig {
  private NewConfig() {}

  /**
   * Writes it, and its folder. It is 0600 from its first byte: passwords and ping URLs are going to
   * stand in it. Throws Refusal when it is there already, or can't be written.
   */
  public static void write(Path file, String text) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try (var channel =
          Files.newByteChannel(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        channel.write(StandardCharsets.UTF_8.encode(text));
      }
    } catch (FileAlreadyExistsException e) {
      throw new Refusal(ExitStatus.FAILURE, file + " is there already; it was not touched");
    } catch (IOException e) {
      throw new Refusal(
          ExitStatus.FAILURE,
          "can't write "
              + file
              + ": the folder is missing or may not be written to; name another file with --config");
    }
  }
}
