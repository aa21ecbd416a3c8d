import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collection;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** What is in the package, and where, sorted by path: the same for .deb and .rpm but for a few. */
final class Layout {
  private static final String ROOT = "root";
  private static final String HEARTBEAT = "heartbeat";

  private final TreeMap<String, Item> items = new TreeMap<>();
  private final Path work;

  /**
   * @param work a folder for files that are made on the way
   */
  Layout(Path work) {
    this.work = work;
  }

  Collection<Item> items() {
    return items.values();
  }

  /** The program itself: a folder with {@code bin/heartbeat} and whatever that needs. */
  void image(Path image) throws IOException {
    try (var walk = Files.walk(image)) {
      for (Path path : walk.filter(p -> !p.equals(image)).toList()) {
        String target = "/usr/lib/heartbeat/" + image.relativize(path);
        if (Files.isSymbolicLink(path)) {
          put(new Item.Link(target, Files.readSymbolicLink(path).toString()));
        } else if (Files.isRegularFile(path)) {
          boolean program =
              Files.getPosixFilePermissions(path).contains(PosixFilePermission.OWNER_EXECUTE)
                  && !target.endsWith(".so");
          file(target, program ? 0755 : 0644, path);
        }
      }
    }
    put(new Item.Link("/usr/bin/heartbeat", "../lib/heartbeat/bin/heartbeat"));
  }

  /** What an administrator edits, and where runs are kept. */
  void administration(Path sampleConfig, Path hostHealth) {
    config("/etc/heartbeat/heartbeat.yml", 0640, sampleConfig);
    config("/etc/heartbeat/host-health.conf", 0640, hostHealth);
    // What root writes there is the group's at once, and nobody else's.
    put(new Item.Folder("/etc/heartbeat/jobs.d", 02750, HEARTBEAT));
    // Every user makes a folder there, and sees nobody else's.
    put(new Item.Folder("/var/lib/heartbeat", 01733, ROOT));
  }

  /** Units, and the scripts that they call. */
  void units(Path folder) throws IOException {
    try (var list = Files.list(folder)) {
      for (Path file : list.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".service") || name.endsWith(".timer")) {
          file("/usr/lib/systemd/system/" + name, 0644, file);
        } else if (name.endsWith(".sh")) {
          file("/usr/lib/heartbeat/libexec/" + name.replace(".sh", ""), 0755, file);
        }
      }
    }
    file("/usr/lib/sysusers.d/heartbeat.conf", 0644, folder.resolve("sysusers.conf"));
    file("/usr/lib/tmpfiles.d/heartbeat.conf", 0644, folder.resolve("tmpfiles.conf"));
  }

  /** The pages that the README links to, and their pictures. */
  void pages(String target, Path folder) throws IOException {
    try (var walk = Files.walk(folder)) {
      for (Path page : walk.filter(Files::isRegularFile).toList()) {
        file(target + folder.relativize(page), 0644, page);
      }
    }
  }

  /** The manual, where it has been written; section is the digit behind the last dot. */
  void manual(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (var list = Files.list(folder)) {
        for (Path page : list.filter(p -> p.toString().matches(".*\\.[1-9]")).toList()) {
          String name = page.getFileName().toString();
          compressed("/usr/share/man/man" + name.charAt(name.length() - 1) + "/" + name, page);
        }
      }
    }
  }

  /**
   * Completion, where it has been written.
   *
   * @param zsh the folder in which this family of systems looks for it
   */
  void completion(Path folder, String zsh) {
    optional("/usr/share/bash-completion/completions/heartbeat", folder.resolve("heartbeat.bash"));
    optional(zsh + "/_heartbeat", folder.resolve("_heartbeat"));
    optional("/usr/share/fish/vendor_completions.d/heartbeat.fish", folder.resolve("heartbeat.fish"));
  }

  void file(String path, int mode, Path source) {
    put(new Item.File(path, mode, ROOT, false, source));
  }

  /** A file that is packed as PATH.gz, without name and date in it. */
  void compressed(String path, Path source) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream gzip =
        new GZIPOutputStream(bytes) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        }) {
      Files.copy(source, gzip);
    }
    byte[] packed = bytes.toByteArray();
    packed[8] = 2; // RFC 1952, XFL: "slowest algorithm", as gzip -9 says
    packed[9] = 3; // RFC 1952, OS: Unix
    file(path + ".gz", 0644, Files.write(made(path + ".gz"), packed));
  }

  /** A file with this text. */
  Path text(String path, String text) throws IOException {
    return Files.write(made(path), text.getBytes(StandardCharsets.UTF_8));
  }

  private Path made(String path) throws IOException {
    Path file = work.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    return file;
  }

  private void optional(String path, Path source) {
    if (Files.exists(source)) {
      file(path, 0644, source);
    }
  }

  private void config(String path, int mode, Path source) {
    put(new Item.File(path, mode, HEARTBEAT, true, source));
  }

  /** Adds it, and the folders above that are not there yet. */
  private void put(Item item) {
    items.put(item.path(), item);
    String path = item.path();
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      items.putIfAbsent(path.substring(0, end), new Item.Folder(path.substring(0, end), 0755, ROOT));
    }
  }
}
