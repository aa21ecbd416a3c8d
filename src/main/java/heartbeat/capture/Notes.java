package heartbeat.capture;

import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What went wrong in capturing, in plain words. Thread-safe. */
final class Notes {
  private static final int MOST = 20;

  private final List<String> notes = new ArrayList<>(2);

  synchronized void add(String note) {
    if (notes.size() < MOST && !notes.contains(note)) {
      notes.add(note);
    }
  }

  synchronized List<String> list() {
    return List.copyOf(notes);
  }

  /** What this failure says, if possible without the names of Java's classes. */
  static String words(Throwable failure) {
    if (failure instanceof FileSystemException file) {
      String reason = file.getReason();
      if (reason == null) {
        boolean missing = failure instanceof NoSuchFileException;
        reason = missing ? "no such file or directory" : failure.getClass().getSimpleName();
      }
      return file.getFile() == null ? reason : file.getFile() + ": " + reason;
    }
    if (failure instanceof OutOfMemoryError) {
      return "there was not enough memory (" + failure.getMessage() + ")";
    }
    @Nullable String message = failure.getMessage();
    return failure instanceof java.io.IOException && message != null ? message : failure.toString();
  }
}
