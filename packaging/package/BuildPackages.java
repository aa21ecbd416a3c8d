import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;

/**
 * Makes the .deb and the .rpm from one layout. The same input gives the same bytes: entries are
 * sorted, owners and dates are fixed, and nothing of the machine goes in. The one input that is not
 * the same in two builds of one commit is the image's class archive; BuildImage says why.
 *
 * <p>Usage: java -cp LIBRARIES BuildPackages.java VERSION DATE MAINTAINER CLASSPATH IMAGE TARGET, in the project's folder.
 */
public final class BuildPackages {
  private static final String NAME = "cron-heartbeat";

  /** Of all that is inside, as third-party.txt and the Java runtime's own notices tell (SPDX). */
  private static final String LICENCES =
      "Apache-2.0 AND BSD-3-Clause AND EPL-2.0 AND (GPL-2.0-only WITH Classpath-exception-2.0)"
          + " AND (GPL-3.0-or-later WITH GCC-exception-3.1) AND MIT AND MPL-2.0 AND SMLNJ"
          + " AND Unicode-3.0 AND W3C AND W3C-20150513 AND Zlib AND blessing";

  private final Path packaging = Path.of("packaging");
  private final Description description;
  private final Instant date;
  private final Path image;
  private final Path target;

  private BuildPackages(Description description, Instant date, Path image, Path target) {
    this.description = description;
    this.date = date;
    this.image = image;
    this.target = target;
  }

  public static void main(String[] args) throws Exception {
    checkNotices(args[3]);
    Description description =
        new Description(
            NAME,
            args[0].replace("-SNAPSHOT", "~snapshot"),
            args[2],
            LICENCES,
            "tells you when a scheduled job did not complete",
            Files.readString(Path.of("packaging/description.txt")).strip());
    Path target = Path.of(args[5]);
    new BuildPackages(description, Instant.parse(args[1]), Path.of(args[4]), target).build();
  }

  /** Every library in the program is named, with its licence, in the notices that go along. */
  private static void checkNotices(String classPath) throws IOException {
    String notices = Files.readString(Path.of("packaging/third-party.txt"));
    for (String entry : classPath.split(File.pathSeparator)) {
      String jar = Path.of(entry).getFileName().toString();
      String artifact = jar.replaceFirst("-[0-9][^-]*\\.jar$", "");
      if (jar.endsWith(".jar") && !notices.matches("(?s).*\\b\\Q" + artifact + "\\E\\b.*")) {
        throw new IllegalStateException(
            "packaging/third-party.txt does not name " + artifact + ": add it with its licence");
      }
    }
  }

  private void build() throws Exception {
    Path work = target.resolve("packages");
    deleteTree(work);
    try (var old = Files.newDirectoryStream(target, NAME + "[-_]*")) {
      for (Path file : old) {
        Files.delete(file);
      }
    }
    Path sample = work.resolve("heartbeat.yml");
    Files.createDirectories(work);
    // The sample is what the program itself would write.
    run(image.resolve("bin/heartbeat").toString(), "init", "--config", sample.toString());

    // Each keeps a processor busy with compressing.
    var deb = new FutureTask<Path>(() -> deb(work.resolve("deb"), sample));
    Thread.ofPlatform().start(deb);
    rpm(work.resolve("rpm"), sample);
    deb.get();
  }

  private Path deb(Path work, Path sample) throws IOException {
    Layout layout = layout(work, sample, "/usr/share/zsh/vendor-completions");
    String doc = "/usr/share/doc/" + NAME;
    Path overrides = packaging.resolve("deb/lintian-overrides");
    layout.file("/usr/share/lintian/overrides/" + NAME, 0644, overrides);
    layout.compressed(doc + "/changelog", layout.text("/changelog", changelog()));
    layout.file(doc + "/copyright", 0644, layout.text("/copyright", copyright()));
    readme(layout, "copyright");
    String name = NAME + "_" + description.version() + "_" + debArchitecture() + ".deb";
    Path file = target.resolve(name);
    new Deb(date).write(layout.items(), packaging.resolve("deb"), control(layout), file);
    return file;
  }

  private Path rpm(Path work, Path sample) throws IOException {
    Layout layout = layout(work, sample, "/usr/share/zsh/site-functions");
    String licences = "/usr/share/licenses/" + NAME;
    layout.file(licences + "/LICENSE", 0644, Path.of("LICENSE"));
    Path notices = packaging.resolve("third-party.txt");
    layout.file(licences + "/third-party.txt", 0644, notices);
    readme(layout, "../../licenses/" + NAME + "/LICENSE");
    Path file = target.resolve(NAME + "-" + description.version() + "-1." + machine() + ".rpm");
    new Rpm(date, Needs.of(image).rpm())
        .write(layout.items(), packaging.resolve("rpm"), description, machine(), file);
    return file;
  }

  private Layout layout(Path work, Path sample, String zsh) throws IOException {
    Layout layout = new Layout(work);
    layout.image(image);
    layout.administration(sample, Path.of("systemd/host-health.conf"));
    layout.units(Path.of("systemd"));
    layout.manual(packaging.resolve("man"));
    // The sample's first line names it.
    Path schema = packaging.resolve("heartbeat.schema.json");
    layout.file("/usr/share/" + NAME + "/heartbeat.schema.json", 0644, schema);
    layout.completion(packaging.resolve("completion"), zsh);
    layout.compressed("/usr/share/doc/" + NAME + "/NEWS", Path.of("CHANGELOG.md"));
    layout.file("/usr/share/doc/" + NAME + "/SECURITY.md", 0644, Path.of("SECURITY.md"));
    layout.pages("/usr/share/doc/" + NAME + "/docs/", Path.of("docs"));
    Path readme = packaging.resolve("README.package");
    layout.file("/usr/share/doc/" + NAME + "/README.package", 0644, readme);
    return layout;
  }

  /**
   * The README, whose links lead to what is in the package.
   *
   * @param licence where it is there
   */
  private static void readme(Layout layout, String licence) throws IOException {
    String text =
        Files.readString(Path.of("README.md"))
            .replace("](CHANGELOG.md)", "](NEWS.gz)")
            .replace("[Contributing](CONTRIBUTING.md)", "Contributing: `CONTRIBUTING.md` in the source")
            .replace("](LICENSE)", "](" + licence + ")");
    layout.file("/usr/share/doc/" + NAME + "/README.md", 0644, layout.text("/README.md", text));
  }

  private String control(Layout layout) throws IOException {
    long bytes = 0;
    for (Item item : layout.items()) {
      // dpkg counts a kilobyte for what is not a file (deb-substvars(5)).
      bytes += item instanceof Item.File file ? (Files.size(file.source()) + 1023) / 1024 : 1;
    }
    var text = new StringBuilder();
    for (String line : description.text().split("\n")) {
      text.append(line.isBlank() ? " ." : " " + line).append('\n');
    }
    return Files.readString(packaging.resolve("deb/control"))
            .replace("@NAME@", NAME)
            .replace("@VERSION@", description.version())
            .replace("@ARCHITECTURE@", debArchitecture())
            .replace("@MAINTAINER@", description.maintainer())
            .replace("@SIZE@", Long.toString(bytes))
            .replace("@LIBRARIES@", Needs.of(image).debian())
            .replace("@SUMMARY@", description.summary())
        + text;
  }

  private String changelog() {
    String when =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(date);
    return "%s (%s) unstable; urgency=medium\n\n  * What is new is told in NEWS.gz.\n\n -- %s  %s\n"
        .formatted(NAME, description.version(), description.maintainer(), when);
  }

  private String copyright() throws IOException {
    return Files.readString(packaging.resolve("deb/copyright"))
        + "\n"
        + Files.readString(packaging.resolve("third-party.txt"));
  }

  private static String machine() {
    String name = System.getProperty("os.arch");
    return name.equals("amd64") ? "x86_64" : name;
  }

  private static String debArchitecture() {
    return switch (machine()) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> machine();
    };
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException(List.of(command) + ": " + output);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    if (Files.exists(root)) {
      try (var walk = Files.walk(root)) {
        for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
