package heartbeat.server.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Joins alerts into one message: notices, counts by tag, checks that are down, late, up again. */
public final class AlertDigest {
  /** The {@link Message#kind} of gathered alerts. */
  static final String KIND = "gathered";

  private static final int NAMED = 50;
  private static final int IN_SUBJECT = 3;

  private AlertDigest() {}

  /**
   * One message for two or more alerts to the same people. It shows the last alert of each check;
   * the check that has been down longest comes first.
   *
   * @param base the address of the switch's pages; empty when the switch does not know it
   */
  public static Message of(List<Message> all, Instant now, String base) {
    List<Message> down = new ArrayList<>();
    List<Message> late = new ArrayList<>();
    List<Message> up = new ArrayList<>();
    List<Message> notices = new ArrayList<>();
    for (Message message : latest(all)) {
      switch (ChannelMessages.kind(message.kind())) {
        case UP -> up.add(message);
        case DOWN, REMINDER, WARNING -> down.add(message);
        case LATE -> late.add(message);
        case NOTICE, TEST -> notices.add(message);
      }
    }
    down.sort((a, b) -> since(a).compareTo(since(b)));
    StringBuilder text = new StringBuilder();
    notices.forEach(notice -> text.append(notice.note()).append("\n\n"));
    tags(text, down);
    lines(text, down);
    lines(text, late);
    lines(text, up);
    boolean bad = !down.isEmpty();
    return new Message(
            KIND,
            "",
            "",
            List.of(),
            bad ? "down" : !late.isEmpty() ? "late" : up.isEmpty() ? "notice" : "recovered",
            now,
            null,
            0,
            null,
            null,
            "",
            subject(down, late, up, notices),
            text.toString().strip(),
            base.isEmpty() ? "" : base + "/",
            Message.About.NOTHING)
        .without(all.getFirst().about().told());
  }

  /** The last alert of each check, and all notices. */
  private static Collection<Message> latest(List<Message> all) {
    Map<String, Message> latest = new LinkedHashMap<>();
    for (Message message : all) {
      String uuid = message.about().uuid();
      String key = message.check().isEmpty() ? message.note() : message.check() + uuid;
      // Removed first, so that the order is that of each check's last alert.
      latest.remove(key);
      latest.put(key, message);
    }
    return latest.values();
  }

  private static Instant since(Message message) {
    Instant since = message.since();
    return since == null ? message.at() : since;
  }

  private static String subject(
      List<Message> down, List<Message> late, List<Message> up, List<Message> notices) {
    List<String> parts = new ArrayList<>();
    if (!down.isEmpty()) {
      parts.add("DOWN: " + checks(down));
    }
    if (!late.isEmpty()) {
      parts.add("LATE: " + checks(late));
    }
    if (!up.isEmpty()) {
      parts.add("UP: " + checks(up));
    }
    if (parts.isEmpty()) {
      parts.add(notices.size() + " notices of the dead man's switch");
    }
    return String.join("; ", parts);
  }

  private static String checks(List<Message> some) {
    List<String> names = some.stream().limit(IN_SUBJECT).map(Message::check).toList();
    int more = some.size() - names.size();
    return some.size()
        + (some.size() == 1 ? " check: " : " checks: ")
        + String.join(", ", names)
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static void tags(StringBuilder text, List<Message> down) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Message message : down) {
      message.tags().forEach(tag -> counts.merge(tag, 1, Integer::sum));
    }
    if (!counts.isEmpty() && down.size() > 1) {
      List<String> parts = new ArrayList<>();
      counts.forEach((tag, count) -> parts.add(tag + " " + count));
      text.append("Down by tag: ").append(String.join(", ", parts)).append("\n\n");
    }
  }

  private static void lines(StringBuilder text, List<Message> some) {
    for (Message message : some.subList(0, Math.min(some.size(), NAMED))) {
      text.append(AlertText.subject(message));
      Instant since = message.since();
      boolean down = message.kind().equals("down") || message.kind().equals("reminder");
      if (since != null && down) {
        text.append(" (since ").append(AlertText.local(since)).append(')');
      }
      text.append('\n');
    }
    if (some.size() > NAMED) {
      text.append("and ").append(some.size() - NAMED).append(" more\n");
    }
  }
}
