package heartbeat.notify;

import com.google.gson.JsonParseException;
import heartbeat.files.Leftovers;
import heartbeat.files.PrivateFiles;
import heartbeat.model.FileTrouble;
import heartbeat.model.PingKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outbox of one job. */
record OutboxFolder(Path path) {
  /** So that each number has the same count of digits. */
  private static final long NUMBERS = 1_000_000_000_000L;

  /** The names of the envelopes, in order. */
  List<String> envelopes() throws IOException {
    List<String> names = new ArrayList<>();
    for (String name : PrivateFiles.names(path)) {
      if (numberOf(name) > 0) {
        names.add(name);
      }
    }
    Collections.sort(names);
    return names;
  }

  /** The number of an item by the name of its envelope; 0 when it is none. */
  static long numberOf(String name) {
    int dash = name.indexOf('-');
    if (dash <= 0 || !name.endsWith(Outbox.ENVELOPE)) {
      return 0;
    }
    try {
      return Long.parseLong(name, 0, dash, 10);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * Reads an item; null when it is gone, because it was delivered since its name was seen. Throws
   * JsonParseException when it is damaged and can never be delivered, and IOException when it can't
   * be read now.
   */
  @Nullable OutboxItem read(String name) throws IOException {
    Path file = path.resolve(name);
    try {
      OutboxItem item = OutboxJson.read(file, PrivateFiles.read(file));
      if (item instanceof OutboxItem.Mail mail && Files.notExists(mail.eml())) {
        if (Files.exists(file)) {
          throw new JsonParseException("its message is missing");
        }
        return null;
      }
      return item;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * The name of an item's envelope; what it says is in the name, so that all can be sorted unread.
   */
  static String nameOf(long number, String unique, String kind) {
    String digits = Long.toString(NUMBERS + number).substring(1);
    return digits + "-" + unique + "-" + kind + Outbox.ENVELOPE;
  }

  /**
   * What the name says that it is: a {@link PingKind} in lower case, {@code mail} or {@code
   * message}.
   */
  static String kindOf(PingKind kind) {
    return switch (kind) {
      case START -> "start";
      case SUCCESS -> "success";
      case FAILURE -> "failure";
      case LOG -> "log";
    };
  }

  private static boolean is(String name, String kind) {
    return name.endsWith("-" + kind + Outbox.ENVELOPE);
  }

  /** Whether both are pings, both mails, or both messages. */
  static boolean isOfOneKind(String name, String other) {
    return is(name, "mail") == is(other, "mail") && is(name, "message") == is(other, "message");
  }

  /** Whether a later success or failure ping makes this pointless, or even misleading. */
  static boolean canBeOvertaken(String name) {
    return is(name, "start") || is(name, "success") || is(name, "log");
  }

  static boolean isPing(String name) {
    return !is(name, "mail") && !is(name, "message");
  }

  /** Whether it is the ping of a success or failure. */
  static boolean isResult(String name) {
    return is(name, "success") || is(name, "failure");
  }

  /** Those of the names, which are in order, that a later one has overtaken. */
  static List<String> overtaken(List<String> names) {
    List<String> overtaken = new ArrayList<>();
    boolean laterTells = false;
    for (String name : names.reversed()) {
      if (laterTells && canBeOvertaken(name)) {
        overtaken.add(name);
      }
      laterTells |= is(name, "success") || is(name, "failure");
    }
    return overtaken;
  }

  /** The last of them that tells of a success or failure; the first when none does. */
  static String lastThatTells(List<String> names) {
    for (String name : names.reversed()) {
      if (is(name, "success") || is(name, "failure")) {
        return name;
      }
    }
    return names.getFirst();
  }

  /** Puts an item's new history in the place of the old, so that it survives a power cut. */
  void rewrite(OutboxItem item) throws IOException {
    if (Files.notExists(item.file())) {
      // Overtaken meanwhile: it must not rise again.
      return;
    }
    PrivateFiles.write(item.file(), OutboxJson.write(item), true);
  }

  /** Moves an envelope to the folder of damaged items, with its message if it has one. */
  void putAside(String name) throws IOException {
    Path bad = path.resolve("bad");
    PrivateFiles.folder(bad);
    Path envelope = path.resolve(name);
    Path message = messageOf(envelope);
    if (Files.exists(message)) {
      PrivateFiles.move(message, bad.resolve(String.valueOf(message.getFileName())));
    }
    PrivateFiles.move(envelope, bad.resolve(name));
  }

  /** Removes what writers that were killed had begun. */
  void tidy(Instant now) throws IOException {
    for (Path file : Leftovers.in(path, now)) {
      delete(file);
    }
    for (String name : PrivateFiles.names(path)) {
      Path file = path.resolve(name);
      if (name.endsWith(Outbox.MESSAGE)
          && Leftovers.isOld(file, now)
          && !Files.exists(envelopeOf(file))) {
        delete(file);
      }
    }
  }

  static void sync(Path envelope) throws IOException {
    try {
      PrivateFiles.sync(envelope);
      Path message = messageOf(envelope);
      if (Files.exists(message)) {
        PrivateFiles.sync(message);
      }
    } catch (IOException e) {
      if (Files.exists(envelope)) {
        throw e;
      }
    }
  }

  static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  private static Path messageOf(Path envelope) {
    return renamed(envelope, Outbox.ENVELOPE, Outbox.MESSAGE);
  }

  private static Path envelopeOf(Path message) {
    return renamed(message, Outbox.MESSAGE, Outbox.ENVELOPE);
  }

  private static Path renamed(Path file, String from, String to) {
    String name = String.valueOf(file.getFileName());
    return file.resolveSibling(name.substring(0, name.length() - from.length()) + to);
  }

  /** Removes an item: the envelope first, because that is the item; then its message, if any. */
  void remove(String name) throws IOException {
    Path envelope = path.resolve(name);
    delete(envelope);
    delete(messageOf(envelope));
  }

  private static void delete(Path file) throws IOException {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw FileTrouble.explained("can't remove", file, e);
    }
  }
}
