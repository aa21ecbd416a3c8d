package heartbeat.notify;

import jakarta.mail.util.SharedByteArrayInputStream;
import jakarta.mail.util.SharedFileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** A whole message: in a file, or in memory where no file can be written. */
public sealed interface ComposedMail {
  /** In bytes. Throws IOException when it can't be read. */
  long size() throws IOException;

  /** The message, as a stream that the mail library does not copy into memory. */
  InputStream open() throws IOException;

  /** In a file. */
  record InFile(Path eml) implements ComposedMail {
    @Override
    public long size() throws IOException {
      return Files.size(eml);
    }

    @Override
    public InputStream open() throws IOException {
      return new WholeFile(eml);
    }

    /**
     * The library's own stream leaves its file open while a part that it has given out is not
     * closed, and the library closes none: that waits for the garbage collector.
     */
    private static final class WholeFile extends SharedFileInputStream {
      private final RandomAccessFile file;

      WholeFile(Path eml) throws IOException {
        super(eml.toFile());
        file = in;
      }

      @Override
      public void close() throws IOException {
        super.close();
        file.close();
      }
    }
  }

  /** In memory. */
  final class InMemory implements ComposedMail {
    private final byte[] bytes;

    InMemory(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new SharedByteArrayInputStream(bytes);
    }
  }
}
