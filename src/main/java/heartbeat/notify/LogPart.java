package heartbeat.notify;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/** A run's log as an attachment, written from its file when the mail is written. */
final class LogPart {
  /** A larger log is compressed. */
  static final long PLAIN_LIMIT = 64 * 1024;

  private LogPart() {}

  /**
   * The attachment {@code NAME.log} or {@code NAME.log.gz}.
   *
   * @param size of the log now; what is appended to it later is left for the next mail
   */
  static MimeBodyPart of(Path log, long size, String name, UnaryOperator<String> redactor)
      throws MessagingException {
    boolean zipped = size > PLAIN_LIMIT;
    String type = zipped ? "application/gzip" : "text/plain";
    var file = new ParameterList();
    file.set("filename", name + (zipped ? ".log.gz" : ".log"), "UTF-8");
    var part = new MimeBodyPart();
    part.setDataHandler(new Content(type, log, size, zipped, redactor));
    part.setHeader("Content-Type", zipped ? type : type + "; charset=UTF-8");
    // Not a text encoding: those change line ends.
    part.setHeader("Content-Transfer-Encoding", "base64");
    part.setHeader("Content-Disposition", "attachment" + file.toString("attachment".length() + 21));
    return part;
  }

  /** The library asks it to write itself: so the log is neither kept in memory nor copied. */
  private static final class Content extends DataHandler {
    private final Path log;
    private final long size;
    private final boolean zipped;
    private final UnaryOperator<String> redactor;

    Content(String type, Path log, long size, boolean zipped, UnaryOperator<String> redactor) {
      super(new ByteArrayDataSource(new byte[0], type));
      this.log = log;
      this.size = size;
      this.zipped = zipped;
      this.redactor = redactor;
    }

    /** Without a flush, which would end the base64 around it. */
    @Override
    public void writeTo(OutputStream out) throws IOException {
      try (InputStream in = Files.newInputStream(log)) {
        if (zipped) {
          // Not closed: it would close the mail.
          var zip = new GZIPOutputStream(out, 8 * 1024);
          RedactedLog.copy(in, size, redactor, zip);
          zip.finish();
        } else {
          RedactedLog.copy(in, size, redactor, out);
        }
      }
    }
  }
}
