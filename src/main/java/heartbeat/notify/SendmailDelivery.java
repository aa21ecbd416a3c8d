package heartbeat.notify;

import heartbeat.model.Delivery;
import jakarta.mail.internet.InternetAddress;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One mail through the sendmail command: {@code sendmail -i -f FROM -- TO...}, the message on its
 * standard input. Exit statuses as in sysexits.h.
 */
final class SendmailDelivery {
  private static final int EX_DATAERR = 65;
  private static final int EX_NOUSER = 67;
  private static final int EX_NOHOST = 68;
  private static final int KEPT_WORDS = 1024;

  private final Path program;
  private final Duration limit;
  private volatile String words = "";
  private volatile String feedFailure = "";

  SendmailDelivery(Path program, Duration limit) {
    this.program = program;
    this.limit = limit;
  }

  Delivery send(ComposedMail mail, String from, List<InternetAddress> to)
      throws InterruptedException {
    var command = new ArrayList<>(List.of(program.toString(), "-i", "-f", from, "--"));
    to.forEach(address -> command.add(address.getAddress()));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException unable) {
      String why = Files.exists(program) ? "it can't be run" : "it does not exist";
      return undelivered("can't start " + program + ": " + why + ", check \"sendmail\"", false);
    }
    try {
      return converse(process, mail);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Delivery converse(Process process, ComposedMail mail) throws InterruptedException {
    Thread feeder = Thread.ofPlatform().daemon().start(() -> feed(mail, process));
    Thread listener = Thread.ofPlatform().daemon().start(() -> listen(process));
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      return undelivered(
          program + " did not end within " + PingAnswer.seconds(limit) + said(), false);
    }
    feeder.join(Duration.ofMillis(200));
    // Something that it started may hold its standard error open.
    listener.join(Duration.ofMillis(200));
    int status = process.exitValue();
    if (status == 0 && feedFailure.isEmpty()) {
      return new Delivery.Delivered("handed to " + program);
    }
    if (status == 0) {
      return undelivered(program + " did not take it all: " + feedFailure, false);
    }
    boolean permanent = status == EX_DATAERR || status == EX_NOUSER || status == EX_NOHOST;
    return undelivered(program + " ended with status " + status + said(), permanent);
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
        // Taken as it comes: something that holds the stream open may never end it.
        words = OneLine.first(new String(first, 0, kept, StandardCharsets.UTF_8));
      }
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException closed) {
      // It was ended; what it had said so far does not matter.
    }
  }

  private String said() {
    return words.isEmpty() ? "" : ": " + words;
  }

  private static Delivery undelivered(String detail, boolean permanent) {
    return new Delivery.Undelivered(detail, permanent);
  }
}
