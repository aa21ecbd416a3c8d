package heartbeat.watch;

import heartbeat.model.Letter;
import heartbeat.model.Notification.SendMail;
import heartbeat.model.Redactor;
import heartbeat.notify.ComposedMail;
import heartbeat.notify.MailComposer;
import heartbeat.run.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes the mails of a job, with its log and without its secrets. */
record Composer(Job job, String host) {
  private static final String NOT_ATTACHED =
      "\n\nThe log could not be attached: no file can be written.\n";

  /** Writes the whole message to this file. Throws IOException when it can't be written. */
  Path compose(SendMail mail, @Nullable Path log, Path target) throws IOException {
    Redactor.Lines redactor = new Redactor(job.redaction().patterns()).lines();
    new MailComposer(host)
        .compose(mail.letter(), mail.attachLog() ? log : null, redactor::redactBytes, target);
    return target;
  }

  /**
   * The whole message, for a mail that can't wait in the outbox: in a temporary file; where no file
   * can be written, in memory and without its log. Throws IOException when it can't be made at all.
   */
  ComposedMail compose(SendMail mail, @Nullable Path log) throws IOException {
    Path draft = null;
    try {
      draft = Files.createTempFile("heartbeat-", ".eml");
      return new ComposedMail.InFile(compose(mail, log, draft));
    } catch (IOException e) {
      delete(draft);
      Letter letter = mail.attachLog() ? mail.letter().withMore(NOT_ATTACHED) : mail.letter();
      return new MailComposer(host).composeInMemory(letter);
    }
  }

  /** Removes a file that is not needed any more. */
  static void delete(@Nullable Path draft) {
    try {
      if (draft != null) {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      // It is 0600; the system will clean up its temporary files.
    }
  }
}
