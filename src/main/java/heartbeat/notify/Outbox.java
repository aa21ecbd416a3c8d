package heartbeat.notify;

import com.google.gson.JsonParseException;
import heartbeat.files.FileLocks;
import heartbeat.files.FileNames;
import heartbeat.files.PrivateFiles;
import heartbeat.model.JobName;
import heartbeat.model.Notification.SendMail;
import heartbeat.model.Notification.SendMessage;
import heartbeat.model.Notification.SendPing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What heartbeat has to deliver, in files, a folder for each job. An item exists as long as its
 * envelope has its name: so there is no half item, whenever a process is killed. Methods throw
 * IOException with a message for people. Make one object for a folder in a process.
 */
public final class Outbox {
  static final String ENVELOPE = ".json";
  static final String MESSAGE = ".eml";

  private final Path folder;
  private final InstantSource clock;
  private final FileLocks locks = new FileLocks();

  /** Envelopes that this process put there and that a power cut may still take. */
  private final Set<Path> unsettled = ConcurrentHashMap.newKeySet();

  /** The outbox in this folder, {@code outbox} in the state directory; it need not be there yet. */
  public Outbox(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** Removes every item of a job. */
  public void forget(JobName job) throws IOException {
    PrivateFiles.deleteTree(folder.resolve(FileNames.of(job)));
  }

  /** An empty file, private to the user, to compose a mail in and then {@link #put} it. */
  public Path draft(JobName job) throws IOException {
    Path own = made(job);
    Path draft = PrivateFiles.aside(own.resolve("draft"));
    PrivateFiles.createNew(draft).close();
    return draft;
  }

  /** Replaces the message by one with its log. */
  public void replace(OutboxItem.Mail item, Path composed) throws IOException {
    PrivateFiles.take(composed, item.eml());
    unsettled.add(item.file());
  }

  /** Puts a complete mail behind the items of its job. */
  public OutboxItem.Mail put(SendMail mail, Path composed, @Nullable MailTransport by)
      throws IOException {
    return put(mail, composed, by, false);
  }

  /** Puts a ping behind the items of its job. */
  public OutboxItem.Ping put(SendPing ping) throws IOException {
    Path file = next(made(ping.job()), OutboxFolder.kindOf(ping.kind()));
    OutboxItem.Ping item = new OutboxItem.Ping(file, ping, OutboxHistory.begin(clock.instant()));
    write(item);
    return item;
  }

  /** Puts a message behind the items of its job. */
  public OutboxItem.Message put(SendMessage message) throws IOException {
    Path file = next(made(message.job()), "message");
    OutboxItem.Message item =
        new OutboxItem.Message(file, message, OutboxHistory.begin(clock.instant()));
    write(item);
    return item;
  }

  /**
   * Puts a mail behind the items of its job.
   *
   * @param composed the whole message in a file, best a {@link #draft}; it is moved away
   * @param by how to send it, unless a config says so later; null for the local mail system
   * @param awaitsLog whether this process is about to attach the log: others do not send it for a
   *     minute
   */
  public OutboxItem.Mail put(
      SendMail mail, Path composed, @Nullable MailTransport by, boolean awaitsLog)
      throws IOException {
    OutboxItem.Mail item =
        new OutboxItem.Mail(
            next(made(mail.job()), "mail"),
            mail.job(),
            mail.run(),
            mail.happened(),
            mail.from(),
            mail.to(),
            mail.subject(),
            by,
            awaitsLog,
            OutboxHistory.begin(clock.instant()));
    PrivateFiles.take(composed, item.eml());
    try {
      write(item);
    } catch (IOException e) {
      Files.deleteIfExists(item.eml());
      throw e;
    }
    return item;
  }

  private void write(OutboxItem item) throws IOException {
    PrivateFiles.write(item.file(), OutboxJson.write(item), false);
    unsettled.add(item.file());
  }

  /** The items of a job, in order, without those that can't be read. */
  public List<OutboxItem> waiting(JobName job) throws IOException {
    OutboxFolder own = folderOf(job);
    List<OutboxItem> items = new ArrayList<>();
    for (String name : own.envelopes()) {
      OutboxItem item = readOrNull(own, name);
      if (item != null) {
        items.add(item);
      }
    }
    return items;
  }

  /** Null when it can't be read: the delivery will report that. */
  private static @Nullable OutboxItem readOrNull(OutboxFolder own, String name) {
    try {
      return own.read(name);
    } catch (IOException | JsonParseException e) {
      return null;
    }
  }

  /** How many items each job has; jobs without any are left out. */
  public Map<JobName, Integer> counts() throws IOException {
    Map<JobName, Integer> counts = new TreeMap<>();
    for (JobName job : jobs()) {
      int count = folderOf(job).envelopes().size();
      if (count > 0) {
        counts.put(job, count);
      }
    }
    return counts;
  }

  /**
   * A success or failure ping was delivered without the outbox, because nothing could be written.
   * Removes the older pings, which would arrive after it and might say that all is well.
   */
  public void overtakenBy(SendPing delivered) throws IOException {
    switch (delivered.kind()) {
      case SUCCESS, FAILURE -> {
        OutboxFolder own = folderOf(delivered.job());
        for (String name : own.envelopes()) {
          if (OutboxFolder.canBeOvertaken(name)) {
            own.remove(name);
          }
        }
      }
      case START, LOG -> {}
    }
  }

  /** Waits until the items of this process would survive a power cut. */
  public void settle() throws IOException {
    List<Path> files = new ArrayList<>(unsettled);
    Set<Path> folders = ConcurrentHashMap.newKeySet();
    for (Path file : files) {
      if (Files.exists(file)) {
        OutboxFolder.sync(file);
        folders.add(OutboxFolder.parent(file));
      }
    }
    for (Path own : folders) {
      PrivateFiles.sync(own);
    }
    if (!folders.isEmpty()) {
      PrivateFiles.sync(folder);
      PrivateFiles.sync(OutboxFolder.parent(folder));
    }
    files.forEach(unsettled::remove);
  }

  /** Whether anything that this process put there for this job is still there. */
  boolean ownItemsWait(JobName job) {
    Path own = folder.resolve(FileNames.of(job));
    for (Path file : unsettled) {
      if (file.startsWith(own) && Files.exists(file)) {
        return true;
      }
    }
    return false;
  }

  /** Whether this process put it there. */
  boolean isOwn(OutboxItem item) {
    return unsettled.contains(item.file());
  }

  List<JobName> jobs() throws IOException {
    return FileNames.jobsIn(folder);
  }

  OutboxFolder folderOf(JobName job) {
    return new OutboxFolder(folder.resolve(FileNames.of(job)));
  }

  FileLocks locks() {
    return locks;
  }

  private Path made(JobName job) throws IOException {
    Path own = folder.resolve(FileNames.of(job));
    PrivateFiles.folder(own);
    return own;
  }

  /**
   * The name of the next item: one more than the highest number that waits. The random part keeps
   * apart those who count at the same time, and a new item from an old one with its number.
   */
  private static Path next(Path own, String kind) throws IOException {
    long last = 0;
    for (String name : new OutboxFolder(own).envelopes()) {
      last = Math.max(last, OutboxFolder.numberOf(name));
    }
    String unique = Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    return own.resolve(OutboxFolder.nameOf(last + 1, unique, kind));
  }
}
