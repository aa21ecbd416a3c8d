package heartbeat.watch;

import heartbeat.model.Notification.SendMail;
import heartbeat.model.Redactor;
import heartbeat.notify.ComposedMail;
import heartbeat.notify.MailComposer;
import heartbeat.run.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes the mails of a job, with its log and without its secrets. */
record Composer(Job job, String host) {
  /** Writes the whole message to this file. Throws IOException when it can't be written. */
  Path compose(SendMail mail, @Nullable Path log, Path target) throws IOException {
    Redactor.Lines redactor = new Redactor(job.redaction().patterns()).lines();
    new MailComposer(host).compose(mail, log, redactor::redactBytes, target);
    return target;
  }

  /**
   * The whole message, for a mail that can't wait in the outbox: in a temporary file, or without
   * its log in memory. Throws IOException when it can't be made at all.
   */
  ComposedMail compose(SendMail mail, @Nullable Path log) throws IOException {
    Path draft = null;
    try {
      draft = Files.createTempFile("heartbeat-", ".eml");
      return new ComposedMail.InFile(compose(mail, log, draft));
    } catch (IOException e) {
      delete(draft);
      return new MailComposer(host).composeInMemory(mail);
    }
  }

  /** Removes a file that is not needed any more; it is 0600, and lies where others clean up. */
  static void delete(@Nullable Path draft) {
    try {
      if (draft != null) {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      // Left for the system's own cleaning of temporary files.
    }
  }
}
