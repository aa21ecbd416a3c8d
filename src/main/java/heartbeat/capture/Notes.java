package heartbeat.capture;

import heartbeat.model.FileTrouble;
import java.io.IOException;
import java.nio.file.FileSystemException;
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

  /** What this failure says and of which file, if possible without the names of Java's classes. */
  static String words(Throwable failure) {
    if (failure instanceof FileSystemException trouble) {
      String reason = FileTrouble.reason(trouble);
      return trouble.getFile() == null ? reason : trouble.getFile() + ": " + reason;
    }
    if (failure instanceof OutOfMemoryError) {
      return "there was not enough memory (" + failure.getMessage() + ")";
    }
    @Nullable String message = failure.getMessage();
    return failure instanceof IOException && message != null ? message : failure.toString();
  }
}
