package heartbeat.cli;

import com.google.gson.stream.JsonWriter;
import heartbeat.model.Human;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Refusal;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code heartbeat status --url}: how the checks of another switch stand. */
final class RemoteStatus {
  private static final int MOST_NAMED = 10;

  private final Invocation invocation;
  private final RemoteSwitch remote;
  private final @Nullable String only;

  /** {@code only}: name, slug, UUID or unique key of one check; null: all. */
  RemoteStatus(Invocation invocation, RemoteSwitch remote, @Nullable String only) {
    this.invocation = invocation;
    this.remote = remote;
    this.only = only;
  }

  /** A table, and the details when it is about one check. */
  int table() throws InterruptedException {
    List<RemoteCheck> checks = wanted();
    List<String[]> rows = new ArrayList<>();
    rows.add(
        new String[] {
          "CHECK", "STATE", "REASON", "LAST PING", "NEXT DEADLINE", "LAST RUN", "TAGS"
        });
    Instant now = invocation.clock().instant();
    for (RemoteCheck check : checks) {
      rows.add(
          new String[] {
            check.title(),
            check.state() + (check.running() ? ", running" : ""),
            check.why().isEmpty() ? "-" : check.why(),
            distance(check.lastPing(), now, "never"),
            distance(check.deadline(), now, "-"),
            check.lastRun() == null ? "-" : Human.duration(check.lastRun()),
            check.tags().isEmpty() ? "-" : String.join(" ", check.tags())
          });
    }
    if (checks.isEmpty()) {
      invocation.out().println("There are no checks.");
      return ExitStatus.OK;
    }
    Table.print(rows, invocation.out());
    if (only != null) {
      checks.forEach(this::details);
    }
    return ExitStatus.OK;
  }

  private void details(RemoteCheck check) {
    invocation.out().println();
    detail("since", check.since() == null ? "" : check.since().toString());
    detail("schedule", check.schedule());
    detail("about", check.about());
    detail("slug", check.slug());
    detail("pings", Long.toString(check.pings()));
  }

  private void detail(String name, String value) {
    if (!value.isEmpty()) {
      invocation.out().println(name + " ".repeat(17 - name.length()) + value);
    }
  }

  private static String distance(@Nullable Instant time, Instant now, String otherwise) {
    return time == null ? otherwise : Human.distance(time, now);
  }

  /** An array of objects. */
  int json() throws IOException, InterruptedException {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setIndent("  ");
      json.beginArray();
      for (RemoteCheck check : wanted()) {
        json.beginObject();
        json.name("check").value(check.name());
        json.name("slug").value(check.slug());
        json.name("state").value(check.state());
        json.name("running").value(check.running());
        json.name("reason").value(check.reason());
        json.name("missed").value(check.missed());
        json.name("since").value(text(check.since()));
        json.name("lastPing").value(text(check.lastPing()));
        json.name("deadline").value(text(check.deadline()));
        json.name("durationMs").value(check.lastRun() == null ? null : check.lastRun().toMillis());
        json.name("tags").beginArray();
        for (String tag : check.tags()) {
          json.value(tag);
        }
        json.endArray();
        json.endObject();
      }
      json.endArray();
    }
    invocation.out().println(text);
    return ExitStatus.OK;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  /** One line. Throws Refusal when the switch can't be asked. */
  int nagios() throws InterruptedException {
    RemoteSwitch.Found found = found();
    List<RemoteCheck> checks = wanted(found);
    // A channel that does not work is as bad as a check that is down.
    List<String> bad = new ArrayList<>(found.undelivered());
    int worst = bad.isEmpty() ? NagiosLine.OK : NagiosLine.CRITICAL;
    NagiosLine line = new NagiosLine(invocation.out(), invocation.clock().instant());
    if (checks.isEmpty() && bad.isEmpty()) {
      return line.print(NagiosLine.UNKNOWN, "there are no checks");
    }
    for (RemoteCheck check : checks) {
      worst = NagiosLine.worse(check.severity(), worst);
      if (check.severity() != NagiosLine.OK) {
        bad.add(
            check.title()
                + " "
                + check.state()
                + (check.why().isEmpty() ? "" : ": " + check.why()));
      }
    }
    int more = bad.size() - MOST_NAMED;
    String text = String.join("; ", bad.subList(0, Math.min(MOST_NAMED, bad.size())));
    String well = checks.size() + " check(s) well";
    return line.print(
        worst, bad.isEmpty() ? well : text + (more > 0 ? "; and " + more + " more" : ""));
  }

  private RemoteSwitch.Found found() throws InterruptedException {
    try {
      return remote.checks();
    } catch (IOException e) {
      throw new Refusal(ExitStatus.FAILURE, String.valueOf(e.getMessage()));
    }
  }

  private List<RemoteCheck> wanted() throws InterruptedException {
    return wanted(found());
  }

  private List<RemoteCheck> wanted(RemoteSwitch.Found found) {
    List<RemoteCheck> all = found.checks();
    if (only == null) {
      return sorted(all);
    }
    List<RemoteCheck> named = all.stream().filter(check -> check.isCalled(only)).toList();
    if (named.isEmpty()) {
      throw new Refusal(ExitStatus.FAILURE, "the switch has no check " + only);
    }
    return sorted(named);
  }

  private static List<RemoteCheck> sorted(List<RemoteCheck> checks) {
    return checks.stream()
        .sorted(Comparator.comparingInt(RemoteCheck::urgency).thenComparing(RemoteCheck::name))
        .toList();
  }
}
