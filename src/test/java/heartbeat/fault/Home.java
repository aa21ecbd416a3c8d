package heartbeat.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import heartbeat.it.Shell;
import heartbeat.journal.Journal;
import heartbeat.journal.RunEntry;
import heartbeat.model.JobName;
import heartbeat.model.RunId;
import heartbeat.notify.Outbox;
import heartbeat.notify.OutboxItem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** A user's home with a config, and with a state directory that is looked at afterwards. */
final class Home {
  final Shell shell;
  private String pingServer = "";
  private String pingOptions = "timeout: 3s";
  private String smtp = "";
  private String more = "";

  Home(Path folder) {
    shell = new Shell(folder);
    shell.environment.put("STATE", state().toString());
    shell.environment.put("XDG_CONFIG_HOME", folder.resolve(".config").toString());
  }

  Path state() {
    return shell.home.resolve("state");
  }

  /** Both jobs ping this server, such as {@code http://localhost:8000}. */
  Home pings(String server) {
    pingServer = server;
    return this;
  }

  /** Further keys of {@code ping}. */
  Home pingOptions(String keys) {
    pingOptions = keys;
    return this;
  }

  /** Failures are mailed to three recipients by this server; further keys of {@code smtp}. */
  Home mails(int port, String keys) {
    smtp = "smtp: { host: localhost, port: " + port + ", timeout: 3s" + keys + " }\n";
    more +=
        "  mail: { to: [a@example.org, b@example.org, c@example.org], from: h@example.org,"
            + " cooldown: 0s }\n";
    return this;
  }

  /** Failures are mailed by a server of this name, in clear. */
  Home mailsVia(String host) {
    smtp = "smtp: { host: " + host + ", port: 25, timeout: 3s }\n";
    more += "  mail: { to: [a@example.org], from: h@example.org, cooldown: 0s }\n";
    return this;
  }

  /** Further keys of every job, each a line that begins with two spaces. */
  Home keys(String lines) {
    more += lines;
    return this;
  }

  /** Writes the config. */
  Home made() {
    var yaml = new StringBuilder("state-dir: ").append(state()).append('\n').append(smtp);
    yaml.append("defaults:\n  keep-runs: 1000\n").append(more);
    yaml.append("jobs:\n");
    for (Entry entry : Entry.values()) {
      yaml.append("  ").append(entry.job).append(":\n    kill-after: 10s\n");
      if (!pingServer.isEmpty()) {
        yaml.append("    ping: { url: ").append(pingServer).append('/').append(entry.uuid);
        yaml.append(", retries: 0, ").append(pingOptions).append(" }\n");
      }
    }
    shell.write(".config/heartbeat/heartbeat.yml", yaml.toString());
    return this;
  }

  /** The runs of a job, newest first; fails when anything of the journal can't be read. */
  List<RunEntry> runs(Entry entry) throws IOException {
    return journal().runs(new JobName(entry.job));
  }

  /** The only run of a job. */
  RunEntry run(Entry entry) throws IOException {
    assertThat(runs(entry)).hasSize(1);
    return runs(entry).getFirst();
  }

  /** The whole log of the only run of a job. */
  String log(Entry entry) throws IOException {
    return log(entry, run(entry).run());
  }

  /** What there is of the log of a run; empty when there is none. */
  String log(Entry entry, RunId run) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try {
      journal().copyLog(new JobName(entry.job), run, bytes);
    } catch (NoSuchFileException killedBeforeIt) {
      return "";
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private Journal journal() {
    return new Journal(
        state(),
        InstantSource.system(),
        complaint -> {
          throw new AssertionError(complaint);
        });
  }

  /** What waits to be delivered. */
  List<OutboxItem> waiting(Entry entry) throws IOException {
    Outbox outbox = new Outbox(state().resolve("outbox"), InstantSource.system());
    return outbox.waiting(new JobName(entry.job));
  }

  /** Asserts that {@code flush} leaves nothing to deliver. */
  void flush() {
    Shell.Result result = shell.run("$HB flush");
    assertThat(result.status()).as(result.toString()).isZero();
  }

  /** Asserts that nothing half-written or unreadable is in the state directory. */
  void isWhole() throws IOException {
    List<Path> files;
    try (var walk = Files.walk(state())) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      assertThat(name).doesNotEndWith(".tmp").doesNotEndWith(".part").doesNotContain(".tail");
      if (name.endsWith(".json")) {
        assertThat(JsonParser.parseString(Files.readString(file)).isJsonObject()).isTrue();
      }
      if (name.endsWith(".eml")) {
        assertThat(file.resolveSibling(name.replace(".eml", ".json"))).exists();
      }
    }
    assertThat(state().resolve("outbox")).satisfies(Home::holdsNothingBad);
  }

  private static void holdsNothingBad(Path outbox) throws IOException {
    if (Files.exists(outbox)) {
      try (var walk = Files.walk(outbox)) {
        assertThat(walk.filter(file -> file.endsWith("bad"))).isEmpty();
      }
    }
  }
}
