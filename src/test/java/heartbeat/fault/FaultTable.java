package heartbeat.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Keeps in {@code target/fault-table.txt} what each row of the suite came to: the fault, how the
 * job was run, what held, heartbeat's exit status, and how long after its start the job ended with
 * heartbeat and (in the same moment) without.
 */
final class FaultTable implements BeforeAllCallback {
  private static final Path FILE = Path.of("target/fault-table.txt");

  /** Begins a new table, once in a run of the tests. */
  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.create(FaultTable.class))
        .computeIfAbsent("begun", key -> begin());
  }

  private static Boolean begin() {
    append(
        StandardOpenOption.TRUNCATE_EXISTING,
        "FAULT",
        "ENTRY",
        "STATUS",
        "WITH/ms",
        "BARE",
        "DELAY",
        "WHAT HELD");
    return true;
  }

  /** A row in which a job was run by this entry. */
  void row(String fault, Met met, String held) {
    append(
        StandardOpenOption.APPEND,
        fault,
        met.entry().name().toLowerCase(Locale.ROOT),
        met.status(),
        met.endedAfter(),
        met.bareEndedAfter(),
        met.delay(),
        held);
  }

  /** A row about heartbeat alone. */
  void row(String fault, String entry, String held) {
    append(StandardOpenOption.APPEND, fault, entry, "-", "-", "-", "-", held);
  }

  private static void append(StandardOpenOption how, Object... cells) {
    try {
      String line = String.format(Locale.ROOT, "%-52s %-5s %6s %7s %6s %6s  %s%n", cells);
      Files.writeString(FILE, line, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
