package heartbeat.crontab;

import heartbeat.crontab.Steps.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the name that people would call a job by, from its command. Each name is given once. */
final class JobNaming {
  /** Folders whose names do not tell sites apart. */
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

  private static final Set<String> INTERPRETERS =
      Set.of("php", "python", "perl", "ruby", "node", "java", "Rscript");

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

  /** What may be a secret: the job's name goes into mails and pings. */
  private static final Pattern RANDOM =
      Pattern.compile(".*(?:[0-9a-fA-F-]{20}|(?=[A-Za-z_]*\\d)\\w{24}).*");

  private static final Pattern HOST = Pattern.compile("['\"]?\\w+://(?:[^/@]*@)?([^/:?#'\"]+).*");

  private final Predicate<String> reserved;
  private final boolean severalSites;
  private final Set<String> given = new HashSet<>();

  /**
   * Starts with no name given.
   *
   * @param reserved names that no job may bear
   * @param severalSites whether a Moodle is better called by its site
   */
  JobNaming(Predicate<String> reserved, boolean severalSites) {
    this.reserved = reserved;
    this.severalSites = severalSites;
  }

  /** A name for the job with this command. */
  String name(String command) {
    String site = MoodleCommand.site(command);
    MoodleCommand.Tasks tasks = site == null ? MoodleCommand.tasks(command) : null;
    List<String> candidates =
        tasks != null
            ? ofMoodle(tasks.site()).stream().map(name -> name + "-" + tasks.work()).toList()
            : site == null ? ofCommand(command) : ofMoodle(site);
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

  private List<String> ofMoodle(String root) {
    String product = root.contains("totara") ? "totara" : "moodle";
    String[] folders = root.split("/", -1);
    for (int i = folders.length - 1; i >= 0; i--) {
      if (!PLAIN_FOLDERS.contains(folders[i]) && !folders[i].equals(product)) {
        String ofSite = folders[i].startsWith(product) ? folders[i] : product + "-" + folders[i];
        return severalSites ? List.of(ofSite) : List.of(product, ofSite);
      }
    }
    return List.of(product);
  }

  private static List<String> ofCommand(String command) {
    for (Step step : Steps.of(command)) {
      List<String> words = step.isLook() ? List.of() : words(step);
      if (!words.isEmpty()) {
        return ofWords(words);
      }
    }
    return List.of("job");
  }

  /** The command and its arguments, without what stands in front; empty when nothing is left. */
  private static List<String> words(Step step) {
    List<String> words = new ArrayList<>(step.words());
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
    return words;
  }

  private static boolean isWrapper(String base) {
    return Steps.WRAPPERS.contains(base)
        || INTERPRETERS.contains(base.replaceFirst("\\d[\\d.]*$", ""));
  }

  private static List<String> ofWords(List<String> words) {
    String first = words.getFirst().replaceAll("[\"']", "");
    String script = stem(baseName(first));
    String folder = first.contains("/") ? baseName(first.replaceFirst("/+[^/]*$", "")) : "";
    if (TOOLS.contains(script)) {
      String argument = argument(script, words.subList(1, words.size()));
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

  /** The first word that says what the job does and can't be a secret; empty when there is none. */
  private static String argument(String script, List<String> words) {
    boolean isWeb = script.matches("curl|wget");
    for (String word : words) {
      Matcher host = HOST.matcher(word);
      if (host.matches()) {
        return host.group(1);
      }
      if (!isWeb && !word.matches("[-\"'].*|.*=.*") && !RANDOM.matcher(word).matches()) {
        return word.contains("/") ? baseName(word.replaceFirst("/+$", "")) : word;
      }
    }
    return "";
  }

  private static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String stem(String file) {
    return file.replaceFirst("\\.(sh|php|py|pl|rb|js|jar|bash)$", "");
  }

  private static String clean(String text) {
    if (RANDOM.matcher(text).matches()) {
      return "";
    }
    String clean =
        text.replaceAll("\\\\%", "")
            .replaceAll("[^A-Za-z0-9._-]+", "-")
            .replaceAll("^[-.]+|[-.]+$", "");
    return clean.substring(0, Math.min(clean.length(), 40));
  }
}
