package heartbeat.recognise;

import heartbeat.run.Finding;
import heartbeat.run.Observation.Sight;
import heartbeat.run.Preset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The output of Moodle's scripts behind whatever a tool writes in front of each line. Time stamps
 * are known beforehand; any other prefix is learnt from the first line that holds Moodle's words.
 * What each prefix stands for is followed on its own; the worst of them counts.
 */
final class MoodleOutput {
  private static final int MAX_PREFIXES = 8;

  /** The first characters of the lines that teach a prefix. */
  private static final boolean[] BEGIN = new boolean[256];

  static {
    for (char c : "SECMA!".toCharArray()) {
      BEGIN[c] = true;
    }
  }

  private record Prefixed(LinePrefix prefix, MoodleCron cron) {}

  /** The job says that it is Moodle: any exception is one of Moodle's. */
  private final boolean told;

  private final MoodleCron plain;
  private final List<Prefixed> prefixed = new ArrayList<>(0);
  private int texts;

  /** There were Moodle's words behind something that can't be a prefix. */
  private boolean hidden;

  /** What a tool writes behind each line that has no prefix, such as {@code <br />}. */
  private byte[] suffix = {};

  private @Nullable LabelledStart labelled;

  /** What turned out to stand in front of a run's first line alone. */
  private @Nullable LinePrefix label;

  MoodleOutput(Preset preset) {
    told = preset == Preset.MOODLE;
    plain = new MoodleCron();
  }

  MoodleOutput(MoodleOutput other) {
    told = other.told;
    plain = new MoodleCron(other.plain);
    other.prefixed.forEach(p -> prefixed.add(new Prefixed(p.prefix, new MoodleCron(p.cron))));
    texts = other.texts;
    hidden = other.hidden;
    suffix = other.suffix;
    labelled = other.labelled == null ? null : new LabelledStart(other.labelled);
    label = other.label;
  }

  /** A line without text. */
  void blank() {
    plainBlank();
    for (int i = 0; i < prefixed.size(); i++) {
      if (prefixed.get(i).prefix.isIndentation()) {
        prefixed.get(i).cron.blank();
      }
    }
  }

  private void plainBlank() {
    plain.blank();
    if (labelled != null) {
      labelled.blank();
    }
  }

  /** One line that is not blank, or as much of it as is kept. */
  void line(byte[] b, int from, int to, LineEnd end) {
    if (b[from] == '.' && b[to - 1] != '=' && prefixed.isEmpty() && !plain.over()) {
      // Most lines of a Moodle run begin like this, and mean nothing.
      texts = Math.min(texts + 1, MoodleCron.FIRST_LINES);
      plain.line(MoodleLine.OTHER, b, from, to, end);
      return;
    }
    boolean suffixed = suffix.length > 0 && Ascii.endsWith(b, from, to, suffix);
    int textEnd = suffixed ? to - suffix.length : to;
    if (suffixed && Ascii.isBlank(b, from, textEnd)) {
      blank();
    } else {
      text(b, from, textEnd, end);
    }
  }

  private void text(byte[] b, int from, int to, LineEnd end) {
    int mark = BYTE_ORDER_MARK.length;
    if (texts == 0 && to > from + mark && Ascii.startsWith(b, from, to, BYTE_ORDER_MARK)) {
      // A file of the site begins with it, and PHP prints it first.
      text(b, from + mark, to, end);
      return;
    }
    int text = from;
    MoodleLine line = MoodleLine.at(b, from, to);
    if (line == MoodleLine.OTHER || line == MoodleLine.GRACEFUL) {
      text = Timestamp.end(b, from, to);
      if (text > from) {
        line = MoodleLine.at(b, text, to);
      }
    }
    if (!prefixed.isEmpty() && behindPrefix(b, from, text, to, end)) {
      return;
    }
    if (text > from && Ascii.isBlank(b, text, to)) {
      plainBlank();
      return;
    }
    texts = Math.min(texts + 1, MoodleCron.FIRST_LINES);
    if (mayBePrefixed(line)
        && (startsBehindLabel(b, text, to) || (plain.over() && learns(b, text, to, end)))) {
      return;
    }
    if (labelled != null) {
      afterLabel(labelled, line, b, text, to);
    }
    plain.line(line, b, text, beforeSuffix(line, b, text, to), end);
  }

  /** Where a line of a known form ends; what stands behind it stands behind each line. */
  private int beforeSuffix(MoodleLine line, byte[] b, int from, int to) {
    int known = line.end(b, from, to);
    if (known == to || Ascii.isBlank(b, known, to) || to - known > LinePrefix.MAX) {
      return to;
    }
    if (plain.openTask() == null) {
      suffix = Arrays.copyOfRange(b, known, to);
    }
    return known;
  }

  private boolean startsBehindLabel(byte[] b, int from, int to) {
    int start = label == null ? -1 : label.end(b, from, to);
    if (start < 0 || MoodleLine.at(b, start, to) != MoodleLine.SERVER_TIME) {
      return false;
    }
    labelled = new LabelledStart(b, start, to);
    return true;
  }

  /** What was taken for a prefix was a label, if this line begins the work of a run. */
  private void afterLabel(LabelledStart start, MoodleLine line, byte[] b, int from, int to) {
    if (line == MoodleLine.OTHER) {
      start.text(b, from, to);
      return;
    }
    labelled = null;
    if (LabelledStart.isFollowedBy(line)) {
      if (!prefixed.isEmpty() && !prefixed.getLast().cron.certain()) {
        label = prefixed.removeLast().prefix;
      }
      start.tell(plain);
    }
  }

  private static boolean mayBePrefixed(MoodleLine line) {
    return switch (line) {
      case OTHER, GRACEFUL, USER, RAN -> true;
      default -> false;
    };
  }

  private boolean behindPrefix(byte[] b, int from, int stamped, int to, LineEnd end) {
    for (int i = 0; i < prefixed.size(); i++) {
      Prefixed known = prefixed.get(i);
      int text = known.prefix.end(b, stamped, to);
      if (text < 0 && stamped > from) {
        text = known.prefix.end(b, from, to);
      }
      if (text >= 0) {
        behind(known, b, text, to, end);
        return true;
      }
    }
    return false;
  }

  private void behind(Prefixed known, byte[] b, int text, int to, LineEnd end) {
    int textEnd = known.prefix.textEnd(b, text, to);
    if (Ascii.isBlank(b, text, textEnd)) {
      known.cron.blankBehindPrefix();
      labelled = known.cron.certain() ? null : labelled;
      return;
    }
    MoodleLine line = MoodleLine.at(b, text, textEnd);
    if (line != MoodleLine.OTHER) {
      labelled = null;
    }
    if (line == MoodleLine.SERVER_TIME && textEnd == to && known.cron.openTask() == null) {
      // The first line that was seen behind this prefix did not tell.
      textEnd = line.end(b, text, to);
      LinePrefix whole = known.prefix.withSuffix(b, textEnd, to);
      prefixed.replaceAll(one -> one.cron == known.cron ? new Prefixed(whole, known.cron) : one);
    }
    known.cron.line(line, b, text, textEnd, end);
  }

  /** Looks for Moodle's words within the line, and learns the prefix before them. */
  private boolean learns(byte[] b, int from, int to, LineEnd end) {
    for (int i = from + 1; i < to; i++) {
      if (!BEGIN[b[i] & 0xFF]) {
        continue;
      }
      MoodleLine line = MoodleLine.at(b, i, to);
      if (line == MoodleLine.OTHER) {
        continue;
      }
      LinePrefix prefix = prefixed.size() < MAX_PREFIXES ? LinePrefix.of(b, from, i) : null;
      int textEnd = prefix == null ? to : Math.min(prefix.textEnd(b, i, to), line.end(b, i, to));
      if (isMoodles(line, b, i, textEnd)) {
        return learns(prefix, b, i, to, end);
      }
    }
    return false;
  }

  private static boolean isTask(MoodleLine line) {
    return line == MoodleLine.EXECUTE_SCHEDULED || line == MoodleLine.EXECUTE_ADHOC;
  }

  private boolean learns(@Nullable LinePrefix prefix, byte[] b, int text, int to, LineEnd end) {
    if (prefix == null) {
      MoodleLine line = MoodleLine.at(b, text, to);
      labelled = line == MoodleLine.SERVER_TIME ? new LabelledStart(b, text, to) : null;
      hidden |= labelled != null || isTask(line);
      return labelled != null;
    }
    int textEnd = MoodleLine.at(b, text, to).end(b, text, to);
    LinePrefix whole = textEnd < to ? prefix.withSuffix(b, textEnd, to) : prefix;
    Prefixed known = new Prefixed(whole, new MoodleCron());
    prefixed.add(known);
    behind(known, b, text, to, end);
    if (MoodleLine.at(b, text, to) == MoodleLine.SERVER_TIME) {
      labelled = new LabelledStart(b, text, to);
    }
    return true;
  }

  /** Whether only Moodle prints this, so that it counts also in the middle of a line. */
  private boolean isMoodles(MoodleLine line, byte[] b, int from, int to) {
    boolean first = texts < MoodleCron.FIRST_LINES;
    int rest = from + line.length();
    return switch (line) {
      case SERVER_TIME ->
          to - rest >= MoodleLine.DATE_LENGTH && MoodleRun.isServerTime(b, rest, to);
      // After a run without a prefix, this may be text about Moodle.
      case EXECUTE_SCHEDULED, EXECUTE_ADHOC -> !plain.seen();
      case MAINTENANCE, UPGRADE_PENDING -> first && Ascii.startsWith(b, rest, to, COMMA);
      case DISABLED -> first && Ascii.startsWith(b, rest, to, USE_FORCE);
      case ALREADY_RUNNING -> first && Ascii.startsWith(b, rest, to, QUITTING);
      case EXCEPTION -> first && isException(b, rest, to);
      default -> false;
    };
  }

  private boolean isException(byte[] b, int from, int to) {
    if (told) {
      return from < to && b[from] == ' ';
    }
    for (byte[] known : EXCEPTIONS) {
      if (Ascii.startsWith(b, from, to, known)) {
        return true;
      }
    }
    return MoodleUpgrade.isRunning(b, from, to);
  }

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final byte[] COMMA = Ascii.bytes(", ");
  private static final byte[] USE_FORCE = Ascii.bytes(". Use --force");
  private static final byte[] QUITTING = Ascii.bytes(". Quitting");
  private static final byte[][] EXCEPTIONS = {
    Ascii.bytes(" <p>Error: "),
    Ascii.bytes(" Error: "),
    Ascii.bytes(" Error reading from database"),
    Ascii.bytes(" Error writing to database"),
    Ascii.bytes(" Exception - "),
  };

  /** Whether there was a line that only Moodle's scripts print. */
  boolean recognised() {
    return plain.recognised() || anyPrefixed() || hidden;
  }

  private boolean anyPrefixed() {
    for (Prefixed known : prefixed) {
      if (known.cron.certain()) {
        return true;
      }
    }
    return false;
  }

  /** The streams that count: lines without a prefix do not, if all of Moodle's lines have one. */
  private List<MoodleCron> streams() {
    List<MoodleCron> all = new ArrayList<>();
    for (Prefixed known : prefixed) {
      if (known.cron.certain()) {
        all.add(known.cron);
      }
    }
    if (all.isEmpty() || plain.seen()) {
      all.add(plain);
    }
    return all;
  }

  /** Whether any of the runs began to work. */
  boolean begun() {
    return streams().stream().anyMatch(MoodleCron::begun) || hidden;
  }

  /** What the output says if it ends here. */
  Sight sight() {
    return worst().sight();
  }

  private MoodleCron worst() {
    List<MoodleCron> streams = streams();
    MoodleCron worst = streams.getFirst();
    for (MoodleCron stream : streams) {
      if (MoodleCron.rank(stream.sight()) > MoodleCron.rank(worst.sight())) {
        worst = stream;
      }
    }
    return worst;
  }

  /** Failed tasks in their order, and notes after them. */
  List<Finding> findings() {
    List<Finding> all = new ArrayList<>();
    streams().forEach(stream -> all.addAll(stream.findings()));
    return all;
  }

  /** How many markers stood outside of tasks. */
  long markers() {
    return streams().stream().mapToLong(MoodleCron::markers).sum();
  }

  /** The task that has begun and not ended, as the output names it. */
  @Nullable String openTask() {
    return worst().openTask();
  }
}
