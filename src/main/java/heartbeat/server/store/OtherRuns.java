package heartbeat.server.store;

import heartbeat.check.CheckState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The database column for {@link CheckState.Others}: words, separated by spaces, one for each fact:
 * {@code overlap}; {@code bad:START:RID:ALIVE}; {@code run:START:RID:ALIVE}. Times are milliseconds
 * since 1970.
 */
public final class OtherRuns {
  private OtherRuns() {}

  /** The text; null for {@link CheckState.Others#NONE}, which most checks have. */
  public static @Nullable String text(CheckState.Others others) {
    if (others.equals(CheckState.Others.NONE)) {
      return null;
    }
    List<String> words = new ArrayList<>();
    if (others.overlap()) {
      words.add("overlap");
    }
    CheckState.Run bad = others.bad();
    if (bad != null) {
      words.add(word("bad", bad));
    }
    others.overtaken().forEach(run -> words.add(word("run", run)));
    return String.join(" ", words);
  }

  private static String word(String kind, CheckState.Run run) {
    return String.join(
        ":",
        kind,
        Long.toString(run.started().toEpochMilli()),
        run.rid() == null ? "" : run.rid().toString(),
        run.alive() == null ? "" : Long.toString(run.alive().toEpochMilli()));
  }

  /** Reads the text. Throws IllegalArgumentException when it is damaged. */
  public static CheckState.Others parse(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return CheckState.Others.NONE;
    }
    boolean overlap = false;
    CheckState.Run bad = null;
    List<CheckState.Run> overtaken = new ArrayList<>();
    for (String word : text.split(" ", -1)) {
      if (word.equals("overlap")) {
        overlap = true;
      } else if (word.startsWith("bad:")) {
        bad = run(word);
      } else {
        overtaken.add(run(word));
      }
    }
    return new CheckState.Others(overlap, overtaken, bad);
  }

  private static CheckState.Run run(String word) {
    String[] parts = word.split(":", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException("not a run: " + word);
    }
    Instant started = Instant.ofEpochMilli(Long.parseLong(parts[1]));
    UUID rid = parts[2].isEmpty() ? null : UUID.fromString(parts[2]);
    Instant alive = parts[3].isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(parts[3]));
    return new CheckState.Run(started, rid, started, alive);
  }
}
