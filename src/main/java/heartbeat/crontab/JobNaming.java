package heartbeat.crontab;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the name that people would call a job by, from its command. Each name is given once. */
final class JobNaming {
  static final Pattern MOODLE = Pattern.compile("([^\\s'\"]*?)/?\\badmin/cli/cron\\.php\\b");

  private static final Pattern FOLDER = Pattern.compile("\\bcd\\s+['\"]?([^\\s;&'\"]+)");

  /** Folders that say nothing of whose site it is. */
  private static final Set<String> PLAIN_FOLDERS =
      Set.of(
          "",
          "www",
          "html",
          "htdocs",
          "httpdocs",
          "public_html",
          "public",
          "var",
          "srv",
          "web",
          "current",
          "site",
          "app",
          "moodle",
          "server");

  /** What stands in front of the command proper, or only looks whether it is to be run. */
  private static final Set<String> PRELUDES =
      Set.of(
          "cd", "test", "[", "[[", "export", "source", ".", "sleep", "echo", "umask", "set", "true",
          "command", "if", "pushd", "ulimit", "eval", "date");

  private static final Set<String> WRAPPERS =
      Set.of(
          "nice",
          "ionice",
          "flock",
          "timeout",
          "chronic",
          "cronic",
          "sudo",
          "su",
          "env",
          "setsid",
          "nohup",
          "time",
          "exec",
          "then",
          "else",
          "do",
          "!",
          "{",
          "systemd-inhibit",
          "chrt",
          "taskset",
          "runuser",
          "setpriv",
          "php",
          "python",
          "python2",
          "python3",
          "perl",
          "ruby",
          "node",
          "bash",
          "sh",
          "dash",
          "zsh",
          "java",
          "Rscript");

  /** Programs and scripts whose name alone does not tell jobs apart: what follows does. */
  private static final Set<String> TOOLS =
      Set.of(
          "artisan",
          "manage",
          "console",
          "wp",
          "rake",
          "occ",
          "drush",
          "symfony",
          "npm",
          "yarn",
          "make",
          "docker",
          "docker-compose",
          "podman",
          "kubectl",
          "composer",
          "curl",
          "wget",
          "run-parts",
          "rsync",
          "systemctl",
          "service",
          "apt-get",
          "certbot");

  private static final Set<String> PLAIN_SCRIPTS =
      Set.of("run", "main", "cron", "index", "job", "script", "start", "backup", "update", "sync");

  private static final Pattern BREAKS = Pattern.compile("\\s*(?:&&|\\|\\||[;&|()`])\\s*");

  private final Predicate<String> reserved;
  private final Set<String> given = new HashSet<>();

  /**
   * Starts with no name given.
   *
   * @param reserved names that no job may bear
   */
  JobNaming(Predicate<String> reserved) {
    this.reserved = reserved;
  }

  /** A name for the job with this command. */
  String name(String command) {
    Matcher moodle = MOODLE.matcher(command);
    List<String> candidates =
        moodle.find() ? ofMoodle(root(command, moodle.group(1))) : ofCommand(command);
    for (String candidate : candidates) {
      String name = clean(candidate);
      if (!name.isEmpty() && !reserved.test(name) && given.add(name)) {
        return name;
      }
    }
    String base = clean(candidates.getFirst());
    base = base.isEmpty() ? "job" : base;
    int number = 2;
    while (!given.add(base + "-" + number)) {
      number++;
    }
    return base + "-" + number;
  }

  private static String root(String command, String path) {
    Matcher folder = FOLDER.matcher(command);
    return !path.startsWith("/") && folder.find() ? folder.group(1) + "/" + path : path;
  }

  private static List<String> ofMoodle(String root) {
    String product = root.contains("totara") ? "totara" : "moodle";
    String[] folders = root.split("/", -1);
    for (int i = folders.length - 1; i >= 0; i--) {
      if (!PLAIN_FOLDERS.contains(folders[i]) && !folders[i].equals(product)) {
        return List.of(product, product + "-" + folders[i]);
      }
    }
    return List.of(product);
  }

  private static List<String> ofCommand(String command) {
    for (String part : BREAKS.split(command.strip(), -1)) {
      List<String> words = words(part);
      if (!words.isEmpty()) {
        return ofWords(words);
      }
    }
    return List.of("job");
  }

  /** The command and its arguments, without what stands in front; empty when nothing is left. */
  private static List<String> words(String part) {
    List<String> words = new ArrayList<>(List.of(part.replaceAll("\\\\%", "").split("\\s+", -1)));
    words.removeIf(word -> word.isEmpty() || word.matches("\\d*[<>].*"));
    boolean wrapped = false;
    while (!words.isEmpty()) {
      String first = words.getFirst();
      String base = baseName(first);
      boolean isValue = wrapped && (first.startsWith("-") || first.matches("[\\d.:]+[smhd]?"));
      boolean isLock = wrapped && first.matches(".*\\.(lock|lck|pid)");
      if (!isValue && !isLock && !first.matches("\\w+=.*") && !isWrapper(base)) {
        break;
      }
      wrapped |= isWrapper(base);
      words.removeFirst();
      if (first.matches("-[cnuw]") && words.size() > 1 && !base.equals("-n")) {
        // What these options of the wrappers take.
        boolean takes = !first.equals("-c") || words.getFirst().matches("\\d");
        if (takes && words.getFirst().matches("[\\w-]+")) {
          words.removeFirst();
        }
      }
    }
    return words.isEmpty() || PRELUDES.contains(words.getFirst()) ? List.of() : words;
  }

  private static boolean isWrapper(String base) {
    return WRAPPERS.contains(base) || base.matches("(php|python)\\d[\\d.]*");
  }

  private static List<String> ofWords(List<String> words) {
    String first = words.getFirst().replaceAll("[\"']", "");
    String script = stem(baseName(first));
    String folder = first.contains("/") ? baseName(first.replaceFirst("/+[^/]*$", "")) : "";
    if (TOOLS.contains(script)) {
      String argument = "";
      for (String word : words.subList(1, words.size())) {
        if (argument.isEmpty() && !word.startsWith("-") && !word.startsWith("\"")) {
          argument = word.contains("/") ? baseName(word.replaceFirst("/+$", "")) : word;
        }
      }
      return script.equals("run-parts") && !argument.isEmpty()
          ? List.of(argument)
          : List.of(argument.isEmpty() ? script : script + "-" + argument, script);
    }
    if (folder.isEmpty() || folder.matches("s?bin|scripts?|cron")) {
      return List.of(script);
    }
    String longer = folder + "-" + script;
    return PLAIN_SCRIPTS.contains(script) ? List.of(longer) : List.of(script, longer);
  }

  private static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String stem(String file) {
    return file.replaceFirst("\\.(sh|php|py|pl|rb|js|jar|bash)$", "");
  }

  private static String clean(String text) {
    String clean = text.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[-.]+|[-.]+$", "");
    return clean.substring(0, Math.min(clean.length(), 40));
  }
}
