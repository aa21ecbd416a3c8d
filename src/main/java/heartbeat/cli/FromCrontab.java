package heartbeat.cli;

import heartbeat.config.Command;
import heartbeat.config.Sources;
import heartbeat.crontab.CrontabImport;
import heartbeat.crontab.ImportText;
import heartbeat.process.ExitStatus;
import heartbeat.process.Invocation;
import heartbeat.process.Launcher;
import heartbeat.process.Names;
import heartbeat.process.Refusal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code heartbeat init --from-crontab}: prints a crontab with heartbeat put into it, and the
 * config for it; changes nothing.
 */
final class FromCrontab {
  /** cron's own search path, where nothing else is set in the crontab: crontab(5). */
  private static final Path FOUND_BY_CRON = Path.of("/usr/bin/heartbeat");

  private static final Path FOUND_BY_USERS = Path.of("/usr/local/bin/heartbeat");

  private final Invocation invocation;

  FromCrontab(Invocation invocation) {
    this.invocation = invocation;
  }

  /**
   * Prints the crontab on standard output, as it can be installed; and the config to this file, or
   * else on standard error.
   *
   * @param from a file; {@code -} for standard input; empty for this user's own crontab
   * @param system whether there is a user column; null where it was not said
   */
  int print(String from, @Nullable Boolean system, @Nullable Path config) {
    byte[] bytes = read(from);
    Charset charset = charset(bytes);
    String text = new String(bytes, charset);
    boolean hasUser = system == null ? from.startsWith("/etc/") : system;
    boolean isOwn = from.isEmpty();
    if (system == null
        && !hasUser
        && !isOwn
        && CrontabImport.looksLikeSystem(text, users()::contains)) {
      throw new Refusal(
          ExitStatus.USAGE,
          "its commands begin with names of users: say --system if this is a system crontab, such"
              + " as /etc/crontab, or --system=false if it is a user's own");
    }
    var crontab = CrontabImport.of(text, hasUser, program(), word -> Command.named(word) != null);
    String source = from.isEmpty() ? "crontab -l" : from.equals("-") ? "standard input" : from;
    String owner = hasUser ? "root" : System.getProperty("user.name", "root");
    String target =
        config != null
            ? config.toString()
            : hasUser ? "/etc/heartbeat/heartbeat.yml" : Sources.ofSystem().own().toString();
    String report = ImportText.of(crontab, source, target, owner);
    if (config != null) {
      NewConfig.write(config, report);
    }
    invocation.out().writeBytes(crontab.crontab().getBytes(charset));
    invocation.out().flush();
    invocation
        .err()
        .print(
            config == null
                ? report
                : "heartbeat: wrote the config and what it is for: " + config + "\n");
    return ExitStatus.OK;
  }

  /** A crontab that is not UTF-8 keeps its bytes. */
  private static Charset charset(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return StandardCharsets.UTF_8;
    } catch (CharacterCodingException e) {
      return StandardCharsets.ISO_8859_1;
    }
  }

  private static byte[] read(String from) {
    try {
      if (from.isEmpty()) {
        return listed();
      }
      if (from.equals("-")) {
        try (InputStream in = new FileInputStream(FileDescriptor.in)) {
          return in.readAllBytes();
        }
      }
      return Files.readAllBytes(Path.of(from));
    } catch (IOException e) {
      throw new Refusal(ExitStatus.FAILURE, "can't read the crontab: " + e.getMessage());
    }
  }

  private static byte[] listed() throws IOException {
    Process list = list();
    byte[] bytes = list.getInputStream().readAllBytes();
    try {
      if (list.waitFor() != 0) {
        throw new Refusal(ExitStatus.FAILURE, "`crontab -l` has listed no crontab");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return bytes;
  }

  private static Process list() {
    try {
      return new ProcessBuilder("crontab", "-l")
          .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      throw new Refusal(
          ExitStatus.FAILURE,
          "cron is not installed: there is no program 'crontab'; a crontab can also be given as a"
              + " FILE, or - for standard input");
    }
  }

  /** The names that may stand in a user column on this machine. */
  private static Set<String> users() {
    Set<String> users = new HashSet<>(Set.of("root", "www-data"));
    try {
      for (String line : Files.readAllLines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1)) {
        int colon = line.indexOf(':');
        users.add(colon < 0 ? line : line.substring(0, colon));
      }
    } catch (IOException e) {
      // Go on with the usual names.
    }
    return users;
  }

  /** How a crontab line calls this program, so that cron finds it. */
  private static String program() {
    if (Files.isExecutable(FOUND_BY_CRON)) {
      return "heartbeat";
    }
    if (Files.isExecutable(FOUND_BY_USERS)) {
      return FOUND_BY_USERS.toString();
    }
    String self = Launcher.script();
    try {
      return self == null ? "heartbeat" : Names.quoted(Path.of(self).toRealPath());
    } catch (IOException e) {
      return "heartbeat";
    }
  }
}
