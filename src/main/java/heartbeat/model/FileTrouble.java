package heartbeat.model;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Says in words what went wrong with a file: Java's own messages are often only its name. */
public final class FileTrouble {
  private FileTrouble() {}

  /** The same trouble with a message for people. */
  public static IOException explained(String what, Path file, IOException e) {
    String reason = reason(e);
    return e instanceof Explained ? e : new Explained(what + " " + file, reason, e);
  }

  /** The reason alone, without the file's name. */
  public static String reason(IOException e) {
    if (e instanceof Explained explained) {
      return explained.reason;
    }
    String said = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    if (said != null) {
      return said;
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (e instanceof NotDirectoryException) {
      return "it is not a directory";
    }
    return e.getClass().getSimpleName();
  }

  /** An IOException whose message is complete. */
  private static final class Explained extends IOException {
    private static final long serialVersionUID = 1;

    private final String reason;

    Explained(String what, String reason, IOException cause) {
      super(what + ": " + reason, cause);
      this.reason = reason;
    }
  }
}
