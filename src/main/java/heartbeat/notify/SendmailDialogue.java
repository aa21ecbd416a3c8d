package heartbeat.notify;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Gives a mail to one call of the sendmail command, and reads what it prints. */
final class SendmailDialogue {
  private static final int KEPT_WORDS = 1024;
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final Thread feeder;
  private final Thread listener;
  private volatile String words = "";
  private volatile String feedFailure = "";

  private SendmailDialogue(Process process, ComposedMail mail) {
    feeder = Thread.ofPlatform().daemon().start(() -> feed(mail, process));
    listener = Thread.ofPlatform().daemon().start(() -> listen(process));
  }

  static SendmailDialogue begin(Process process, ComposedMail mail) {
    return new SendmailDialogue(process, mail);
  }

  /** Waits a moment for its last output: a process that it started may hold the stream open. */
  void settle() throws InterruptedException {
    feeder.join(PATIENCE);
    listener.join(PATIENCE);
  }

  /** Why it did not take the whole mail; empty when it did. */
  String feedFailure() {
    return feedFailure;
  }

  /** What it printed, after a colon; empty when it printed nothing. */
  String said() {
    return words.isEmpty() ? "" : ": " + words;
  }

  /** With the line ends of Unix, as sendmail wants them; the message has no others to lose. */
  private void feed(ComposedMail mail, Process process) {
    try (InputStream in = new BufferedInputStream(mail.open(), 64 * 1024);
        OutputStream out = new BufferedOutputStream(process.getOutputStream(), 64 * 1024)) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b != '\r') {
          out.write(b);
        }
      }
    } catch (IOException broken) {
      // If it ended well without reading all of it, this says that it did not.
      feedFailure = OneLine.first(String.valueOf(broken.getMessage()));
    }
  }

  private void listen(Process process) {
    try (InputStream in = process.getErrorStream()) {
      byte[] first = new byte[KEPT_WORDS];
      int kept = 0;
      for (int read = in.read(first); read > 0; read = in.read(first, kept, KEPT_WORDS - kept)) {
        kept += read;
        // Read piece by piece: a process that holds the stream open may never end it.
        words = OneLine.first(new String(first, 0, kept, StandardCharsets.UTF_8));
      }
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException closed) {
      // The command was ended; what it printed does not matter.
    }
  }
}
