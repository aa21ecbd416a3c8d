package heartbeat.config;

import static heartbeat.config.ValueType.Kind.ADDRESSES;
import static heartbeat.config.ValueType.Kind.BOOLEAN;
import static heartbeat.config.ValueType.Kind.MAP;
import static heartbeat.config.ValueType.Kind.PASSWORD;
import static heartbeat.config.ValueType.Kind.PATH;
import static heartbeat.config.ValueType.Kind.TEXT;
import static heartbeat.config.ValueType.Kind.TEXTS;
import static heartbeat.config.ValueType.Kind.URL;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The table of the keys of {@code heartbeat serve}: what is not in it can't be set. */
public final class SwitchKeys {
  private static final List<Key> ALERTS =
      List.of(
          key("alerts.mail.to", ADDRESSES, null, "[ops@example.org]", "who is mailed"),
          key(
              "alerts.mail.gather",
              ValueType.duration(),
              "30s",
              "2m",
              "the switch sends what comes within this time as one mail; 0s: each at once"),
          key("alerts.webhook.url", URL, null, "https://example.org/hook", "what is called"),
          key(
              "alerts.webhook.method",
              ValueType.choice("POST", "PUT", "GET"),
              "POST",
              "PUT",
              "the HTTP method"),
          key(
              "alerts.webhook.headers",
              MAP,
              null,
              "{ X-Site: example }",
              "HTTP headers to send along"),
          key(
              "alerts.webhook.body",
              TEXT,
              null,
              "'{\"text\": \"{text}\"}'",
              "what is sent instead of the JSON that describes the alert, with placeholders"));

  private static final List<Key> SERVE =
      joined(
          List.of(
              key(
                  "listen",
                  TEXT,
                  "127.0.0.1:8000",
                  "0.0.0.0:8000",
                  "address and port to listen on"),
              key(
                  "database",
                  TEXT,
                  null,
                  "/var/lib/heartbeat/heartbeat/switch.db",
                  "where all is kept: a file, or postgresql://USER@HOST1,HOST2/NAME"),
              key(
                  "database-password",
                  PASSWORD,
                  null,
                  "${file:/etc/heartbeat/database-password}",
                  "the password of PostgreSQL's user"),
              key(
                  "base-url",
                  URL,
                  null,
                  "https://hb.example.org",
                  "what links in pages, badges and alerts begin with"),
              key(
                  "ping-key",
                  PASSWORD,
                  null,
                  "${file:/etc/heartbeat/ping-key}",
                  "the key in URLs that name a check by its slug"),
              key(
                  "users",
                  MAP,
                  null,
                  "{ ann: 'pbkdf2-sha256:...' }",
                  "who may see the pages and change checks on them: names and what 'heartbeat"
                      + " hash-password' printed"),
              key(
                  "readers",
                  MAP,
                  null,
                  "{ bob: 'pbkdf2-sha256:...' }",
                  "who may see the pages and change nothing: likewise"),
              key(
                  "api-keys.read",
                  TEXTS,
                  null,
                  "['pbkdf2-sha256:...']",
                  "hashes of the keys that may read by the API"),
              key(
                  "api-keys.write",
                  TEXTS,
                  null,
                  "['pbkdf2-sha256:...']",
                  "hashes of the keys that may change checks by the API, too"),
              key("tls.certificate", PATH, null, "/etc/ssl/hb.pem", "PEM certificate, for https"),
              key("tls.key", PATH, null, "/etc/ssl/private/hb.key", "its private key, PEM"),
              key(
                  "trusted-proxies",
                  TEXTS,
                  "[127.0.0.1, '::1']",
                  "[10.0.0.1]",
                  "addresses whose X-Forwarded-For is believed"),
              key(
                  "rate-limit.per-check",
                  ValueType.whole(0, 1_000_000),
                  "10",
                  "100",
                  "pings per second for one check; 0 for no limit"),
              key(
                  "rate-limit.per-address",
                  ValueType.whole(0, 1_000_000),
                  "10",
                  "100",
                  "requests per second for unknown checks, per client address; 0 for no limit"),
              key(
                  "body-limit",
                  ValueType.size(0, 1 << 20),
                  "10k",
                  "100k",
                  "bytes of a ping's body that are kept, 1M at most"),
              key("ping-log", ValueType.whole(10, 100_000), "100", "1000", "pings kept of a check"),
              key(
                  "timezone",
                  TEXT,
                  null,
                  "Europe/Amsterdam",
                  "of times in alerts, and of new checks; that of the machine, if not set"),
              key(
                  "keep-alerts",
                  ValueType.seconds(),
                  "3d",
                  "7d",
                  "how long the switch retries an alert"),
              key(
                  "maintenance.tags",
                  TEXTS,
                  null,
                  "[moodle]",
                  "the checks with one of these tags; without 'tags' and 'checks', all checks"),
              key("maintenance.checks", TEXTS, null, "[backup]", "these checks"),
              key("maintenance.cron", TEXT, null, "'0 22 * * 0'", "when it begins"),
              key(
                  "maintenance.oncalendar",
                  TEXTS,
                  null,
                  "'Sun 22:00'",
                  "when it begins, as systemd timers write it"),
              key(
                  "maintenance.timezone",
                  TEXT,
                  null,
                  "Europe/Amsterdam",
                  "of cron and oncalendar; that of the switch, if not set"),
              key(
                  "maintenance.for",
                  ValueType.seconds(),
                  null,
                  "2h",
                  "how long it takes; at its end the switch reports what is still down"),
              key("maintenance.why", TEXT, null, "updates", "what people should know of it"),
              key(
                  "upstream",
                  URL,
                  null,
                  "https://hc-ping.com/UUID",
                  "pinged by this switch itself, so that somebody watches it, too"),
              key(
                  "log.level",
                  ValueType.choice("error", "warn", "info", "debug"),
                  "info",
                  "debug",
                  "which messages the switch logs"),
              key(
                  "log.format",
                  ValueType.choice("text", "json"),
                  "text",
                  "json",
                  "how the switch writes a message: a line of text, or a JSON object"),
              key(
                  "log.file",
                  PATH,
                  null,
                  "/var/log/heartbeat/switch.log",
                  "where the switch logs, instead of standard error"),
              key(
                  "log.max-size",
                  ValueType.size(1 << 10, 1 << 30),
                  "10M",
                  "50M",
                  "the size at which the switch begins a new log file"),
              key(
                  "log.keep",
                  ValueType.seconds(),
                  "14d",
                  "30d",
                  "how long the switch keeps old log files; whole days"),
              key(
                  "report.to",
                  ADDRESSES,
                  null,
                  "[ops@example.org]",
                  "who is mailed a report: downtimes, uptime by tag, flaky and silent checks"),
              key("report.cron", TEXT, "'0 8 * * 1'", "'0 8 1 * *'", "when the report is sent"),
              key(
                  "report.timezone",
                  TEXT,
                  null,
                  "Europe/Amsterdam",
                  "of the report's cron; that of the switch, if not set"),
              key(
                  "tag-alerts",
                  MAP,
                  null,
                  "{ database: [dba] }",
                  "names of channels, or a map like that of alerts, for checks with a tag")),
          ALERTS);

  private static final List<Key> CHECK =
      joined(
          List.of(
              key(
                  "uuid",
                  TEXT,
                  null,
                  "8116e449-d71c-4112-8f5d-a66f60902091",
                  "what its ping URL ends in"),
              key(
                  "slug",
                  TEXT,
                  null,
                  "nightly",
                  "its name in ping URLs with the key; its name here"),
              key("desc", TEXT, null, "the nightly backup", "what people should know of it"),
              key("tags", TEXTS, null, "[moodle, web]", "to group checks, and for tag-alerts"),
              key("period", ValueType.seconds(), "1d", "1m", "how often it pings"),
              key("cron", TEXT, null, "'30 2 * * *'", "when it pings, instead of period"),
              key(
                  "oncalendar",
                  TEXTS,
                  null,
                  "'Mon..Fri 02:30'",
                  "when it pings, as systemd timers write it; several in a list or in lines"),
              key(
                  "timezone",
                  TEXT,
                  null,
                  "Europe/Amsterdam",
                  "of cron, oncalendar, quiet-hours; that of the switch, if not set"),
              key("grace", ValueType.seconds(), "1h", "5m", "how late it may be"),
              key(
                  "finish-grace",
                  ValueType.seconds(),
                  null,
                  "3h",
                  "how long a run that has started may take, where that is not grace"),
              key(
                  "fail-after",
                  ValueType.whole(1, 1_000),
                  "1",
                  "2",
                  "how many failures in a row it takes to alert"),
              key(
                  "min-duration",
                  ValueType.seconds(),
                  null,
                  "1m",
                  "a run that ends faster is a failure"),
              key("remind", ValueType.seconds(), null, "1d", "alert again while it is down"),
              key(
                  "quiet-hours",
                  TEXT,
                  null,
                  "'22:00-07:00'",
                  "hold alerts back until these are over"),
              key(
                  "depends-on",
                  TEXTS,
                  null,
                  "[router]",
                  "checks that hold back the alerts of this one while they are down"),
              key(
                  "manual-resume",
                  ValueType.of(BOOLEAN),
                  "false",
                  "true",
                  "stay paused when a ping comes"),
              key(
                  "methods",
                  ValueType.choice("any", "POST"),
                  "any",
                  "POST",
                  "the HTTP methods that count as a ping"),
              key("keywords.failure", TEXTS, null, "[ERROR]", "in a body: the run failed"),
              key("keywords.success", TEXTS, null, "[done]", "in a body: the run completed"),
              key("keywords.start", TEXTS, null, "[begin]", "in a body: the run began"),
              key(
                  "keywords.otherwise",
                  ValueType.choice("ignore", "fail"),
                  "ignore",
                  "fail",
                  "what a body without any of them means")),
          ALERTS);

  private SwitchKeys() {}

  /** The keys under {@code serve}, in the order in which people read of them. */
  public static List<Key> ofServe() {
    return SERVE;
  }

  /** The keys of a check, under its name in {@code checks}, likewise. */
  public static List<Key> ofCheck() {
    return CHECK;
  }

  /** The names that may stand in this map of {@code serve} or a check; empty: outside of any. */
  static Set<String> namesIn(List<Key> keys, String map) {
    String prefix = map.isEmpty() ? "" : map + ".";
    var names = new TreeSet<String>();
    for (Key key : keys) {
      if (key.path().startsWith(prefix)) {
        String rest = key.path().substring(prefix.length());
        int dot = rest.indexOf('.');
        names.add(dot < 0 ? rest : rest.substring(0, dot));
      }
    }
    return names;
  }

  private static Key key(
      String path, ValueType.Kind kind, @Nullable String builtIn, String example, String help) {
    return key(path, ValueType.of(kind), builtIn, example, help);
  }

  private static Key key(
      String path, ValueType type, @Nullable String builtIn, String example, String help) {
    return Key.ofTop(path, type, builtIn, example, help);
  }

  private static List<Key> joined(List<Key> first, List<Key> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }
}
