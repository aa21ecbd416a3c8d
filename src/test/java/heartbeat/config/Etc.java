package heartbeat.config;

import heartbeat.model.JobName;
import heartbeat.run.Job;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A machine with a home and an /etc/heartbeat in a folder of a test. */
final class Etc {
  final Path root;
  final Path main;
  final Map<String, String> env = new HashMap<>();

  Etc(Path root) throws IOException {
    this.root = root;
    this.main = root.resolve("etc/heartbeat.yml");
    Files.createDirectories(main.resolveSibling("jobs.d"));
    Files.createDirectories(root.resolve("home"));
  }

  Etc file(String text) throws IOException {
    return file("heartbeat.yml", text);
  }

  /** Writes a file below etc that only its owner can read. */
  Etc file(String name, String text) throws IOException {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Etc file(String name, byte[] bytes) throws IOException {
    Path file = root.resolve("etc").resolve(name);
    Files.write(file, bytes);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return this;
  }

  Sources sources() {
    return new Sources(env, root.resolve("home"), root.resolve("etc"));
  }

  Config load(String... args) {
    return ConfigLoader.load(sources(), Flags.parse(args));
  }

  Job job(String... args) {
    return load(args).job(new JobName("moodle"));
  }

  /** The problems as they are printed, without the folder. */
  List<String> problems(String... args) {
    return printed(load(args).problems());
  }

  List<String> printed(List<Problem> problems) {
    var lines = new ArrayList<String>();
    for (Problem problem : problems) {
      lines.add(problem.toString().replace(root + "/etc/", ""));
    }
    return lines;
  }
}
