package heartbeat.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where heartbeat looks for its config.
 *
 * @param env the environment: XDG_CONFIG_HOME, and what {@code ${env:NAME}} names
 * @param home {@code HOME} (XDG Base Directory Specification), or where that is not set the home
 *     that the system knows of: the same as for the state directory
 * @param etc the system's folder, {@code /etc/heartbeat}
 */
public record Sources(Map<String, String> env, Path home, Path etc) {
  private static final String FILE = "heartbeat.yml";

  /** Those of this process. */
  public static Sources ofSystem() {
    String home = System.getenv("HOME");
    boolean isSet = home != null && home.startsWith("/");
    var env = new HashMap<>(System.getenv());
    // The user of this process, not the one who started it; in a container it may be unset.
    env.put("USER", System.getProperty("user.name", ""));
    return new Sources(
        env,
        Path.of(isSet ? home : System.getProperty("user.home", "/")),
        Path.of("/etc/heartbeat"));
  }

  /**
   * The files to read, in order: the named one; else the user's; else the system's with those of
   * its jobs.d in the order of their names. A named one need not exist, the others do.
   *
   * @param doWithout whether a jobs.d that this user may not read is no error
   */
  List<Path> files(@Nullable Path named, boolean doWithout, List<Problem> problems) {
    if (named != null) {
      return List.of(named);
    }
    Path users = userFolder().resolve("heartbeat").resolve(FILE);
    // A home that this process may not read belongs to somebody else: not an error.
    if (Files.exists(users)) {
      return List.of(users);
    }
    var files = new ArrayList<Path>();
    Path main = etc.resolve(FILE);
    try {
      Files.readAttributes(main, BasicFileAttributes.class);
      files.add(main);
    } catch (NoSuchFileException e) {
      // No config is fine.
    } catch (IOException e) {
      // Reading it will say why.
      files.add(main);
    }
    addJobs(etc.resolve("jobs.d"), files, doWithout, problems);
    return files;
  }

  /** Whether this file is the system's, and not the user's own or a named one. */
  boolean isSystems(Path file) {
    return file.startsWith(etc);
  }

  /**
   * Where {@code init} writes the config of this user. For root it is the system's file; for a user
   * who may not write to the own home, such as www-data, a file in jobs.d.
   */
  public Path own() {
    String user = env.getOrDefault("USER", "");
    if (user.equals("root")) {
      return etc.resolve(FILE);
    }
    Path users = userFolder().resolve("heartbeat").resolve(FILE);
    return canBeMade(users) || user.isBlank() || !Files.isDirectory(etc)
        ? users
        : etc.resolve("jobs.d").resolve(user + ".yml");
  }

  private static boolean canBeMade(Path file) {
    Path there = file;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there != null
        && Files.isWritable(there)
        && (Files.isDirectory(there) || there.equals(file));
  }

  private Path userFolder() {
    String xdg = env.get("XDG_CONFIG_HOME");
    // The XDG Base Directory Specification: a relative path is to be ignored.
    return xdg != null && xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".config");
  }

  private static boolean isForbidden(Path file) {
    return Files.exists(file) && !Files.isReadable(file);
  }

  private static void addJobs(
      Path folder, List<Path> files, boolean doWithout, List<Problem> problems) {
    var found = new ArrayList<Path>();
    try (var members = Files.newDirectoryStream(folder)) {
      for (Path member : members) {
        String name = String.valueOf(member.getFileName());
        if (name.startsWith(".")) {
          continue;
        }
        if (name.endsWith(".yml")) {
          found.add(member);
        } else if (name.endsWith(".yaml")) {
          problems.add(Place.of(member).warning("is not read: its name must end in .yml"));
        }
      }
    } catch (NoSuchFileException e) {
      return;
    } catch (NotDirectoryException e) {
      problems.add(Place.of(folder).error("is not a folder"));
    } catch (AccessDeniedException e) {
      // The problem of the file beside it covers the folder, too.
      if (!isForbidden(folder.resolveSibling(FILE))) {
        problems.add(SourceFile.forbidden(folder, doWithout));
      }
    } catch (IOException | DirectoryIteratorException e) {
      problems.add(Place.of(folder).error("can't be listed: " + e.getMessage()));
    }
    found.sort(null);
    files.addAll(found);
  }
}
