package heartbeat.journal;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import heartbeat.files.FileNames;
import heartbeat.files.PrivateFiles;
import heartbeat.journal.StateDirectory.Unusable;
import heartbeat.journal.StateDirectory.Usable;
import heartbeat.model.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The search that {@link StateDirectory#resolve} describes. */
final class StateDirectorySearch {
  /** Names the folder where no option and no config does. */
  private static final String VARIABLE = "HEARTBEAT_STATE_DIR";

  private static final int STICKY = 01000;
  private static final int WRITABLE_BY_OTHERS = 022;
  private static final int ROOT = 0;

  /** Read, write or search, for the group or for others. */
  private static final int OPEN = 077;

  private static final int WRITABLE_BY_ALL = 02;

  /** Names of folders that web servers serve by default, in lower case. */
  private static final Set<String> WEB_ROOTS =
      Set.of("htdocs", "httpdocs", "public_html", "wwwroot", "webroot", "html");

  private final UserEnvironment environment;

  StateDirectorySearch(UserEnvironment environment) {
    this.environment = environment;
  }

  StateDirectory find(@Nullable String option) {
    String named = option == null ? environment.variables().get(VARIABLE) : option;
    try {
      if (named != null) {
        return named.isBlank()
            ? new Unusable(
                null,
                (option == null ? VARIABLE : "--state-dir") + " is empty: it must name a folder.")
            : use(Path.of(named).toAbsolutePath().normalize(), true, WRITABLE_BY_ALL);
      }
      Path own = environment.shared().resolve(FileNames.encode(environment.user()));
      if (!sharedIsForUs(own)) {
        return inStateHome();
      }
      String taken = takenBy(own);
      return taken == null ? use(own, false, OPEN) : besides(own, taken);
    } catch (InvalidPathException e) {
      return new Unusable(
          null,
          "The path of the state directory can't be used in this locale: "
              + e.getReason()
              + ". Use an ASCII path with --state-dir, or set LC_ALL=C.UTF-8.");
    }
  }

  /** Our folder is there already (whoever made it), or we may make it and nobody may swap it. */
  private boolean sharedIsForUs(Path own) {
    Path shared = environment.shared();
    if (!Files.isDirectory(shared)) {
      return false;
    }
    if (Files.exists(own, NOFOLLOW_LINKS)) {
      return true;
    }
    int mode = attribute(shared, "unix:mode");
    boolean swappable = (mode & WRITABLE_BY_OTHERS) != 0 && (mode & STICKY) == 0;
    return !swappable && Files.isWritable(shared);
  }

  /** What somebody else has put in its place; null for nothing. */
  private @Nullable String takenBy(Path own) {
    if (!Files.exists(own, NOFOLLOW_LINKS)) {
      return null;
    }
    if (Files.isSymbolicLink(own)) {
      return "is a symbolic link, which anybody may have put there";
    }
    int owner = owner(own);
    if (owner >= 0 && environment.uid() >= 0 && owner != environment.uid() && owner != ROOT) {
      return belongsTo(owner);
    }
    return Files.isDirectory(own) ? null : "is not a directory";
  }

  private StateDirectory besides(Path own, String taken) {
    String why = own + " " + taken;
    return switch (inStateHome()) {
      case Usable usable ->
          new Usable(
              usable.path(),
              "%s. So what heartbeat keeps for %s is in %s. As root, look at the former and remove it: its name is for %s alone."
                  .formatted(why, environment.user(), usable.path(), environment.user()));
      case Unusable unusable -> new Unusable(unusable.readable(), why + ". " + unusable.problem());
    };
  }

  private StateDirectory inStateHome() {
    String xdg = environment.variables().get("XDG_STATE_HOME");
    if (xdg != null && Path.of(xdg).isAbsolute()) {
      Path base = Path.of(xdg);
      return maybeServed(base) ? noPlace(base + " may be served by a web server") : make(base);
    }
    String home = environment.variables().get("HOME");
    if (home == null || home.isBlank() || !Path.of(home).isAbsolute()) {
      return noPlace("HOME is not set");
    }
    Path folder = Path.of(home);
    if (!Files.isDirectory(folder)) {
      return noPlace("the home directory " + home + " does not exist");
    }
    if (maybeServed(folder)) {
      return noPlace("the home directory " + home + " may be served by a web server");
    }
    return make(folder.resolve(".local").resolve("state"));
  }

  private StateDirectory make(Path base) {
    Path folder = base.resolve("heartbeat");
    Path existing = folder;
    while (!Files.exists(existing)) {
      Path parent = existing.getParent();
      if (parent == null) {
        break;
      }
      existing = parent;
    }
    if (!existing.equals(folder) && !Files.isWritable(existing)) {
      return noPlace(existing + " can't be written by " + environment.user());
    }
    return use(folder, false, WRITABLE_BY_ALL);
  }

  private StateDirectory noPlace(String why) {
    Path place = environment.shared().resolve(FileNames.encode(environment.user()));
    return new Unusable(
        null,
        ("There is no place for heartbeat's state: %s. Name a folder that %s owns with --state-dir,"
                + " or have root make one: install -d -m 0700 -o %s %s")
            .formatted(why, environment.user(), environment.user(), place));
  }

  private static boolean maybeServed(Path folder) {
    return looksServed(folder) || looksServed(real(folder));
  }

  private static boolean looksServed(Path folder) {
    if (folder.startsWith("/var/www")
        || folder.startsWith("/srv/www")
        || folder.startsWith("/srv/http")) {
      return true;
    }
    for (Path part : folder) {
      if (WEB_ROOTS.contains(part.toString().toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder;
    }
  }

  /**
   * Makes the folder when it is missing, and tries it.
   *
   * @param linkAllowed whether the folder itself may be a symbolic link
   * @param forbidden the permissions that it must not give
   */
  private StateDirectory use(Path folder, boolean linkAllowed, int forbidden) {
    try {
      if (!Files.exists(folder, NOFOLLOW_LINKS)) {
        PrivateFiles.folder(folder);
      }
      if (!linkAllowed && Files.isSymbolicLink(folder)) {
        return unusable(null, folder, "is a symbolic link, which anybody may have put there");
      }
      if (!Files.isDirectory(folder)) {
        return unusable(null, folder, "is not a directory");
      }
      String foreign = foreignPart(folder);
      if (foreign != null) {
        return unusable(Files.isReadable(folder) ? folder : null, folder, foreign);
      }
      int mode = attribute(folder, "unix:mode");
      // As in /tmp: whatever is ours in it stays ours.
      boolean isSticky = forbidden == WRITABLE_BY_ALL && (mode & STICKY) != 0;
      if (mode >= 0 && !isSticky && (mode & forbidden) != 0) {
        return unusable(
            null,
            folder,
            "is open to others (mode %04o); close it: chmod 700 %s"
                .formatted(mode & 07777, folder));
      }
      PrivateFiles.probe(folder);
      return new Usable(folder);
    } catch (IOException e) {
      return unusable(
          Files.isReadable(folder) ? folder : null,
          folder,
          "can't be written: " + FileTrouble.reason(e));
    }
  }

  /**
   * What in it is somebody else's, and so may have been put there to catch us; null for nothing.
   */
  private @Nullable String foreignPart(Path folder) {
    int uid = environment.uid();
    int owner = owner(folder);
    if (uid < 0 || owner < 0) {
      return null;
    }
    if (owner != uid && owner != ROOT) {
      return belongsTo(owner);
    }
    for (String name : Journal.FOLDERS) {
      Path part = folder.resolve(name);
      if (Files.exists(part, NOFOLLOW_LINKS)
          && (Files.isSymbolicLink(part) || attribute(part, "unix:uid") != uid)) {
        return "holds a '%s' that does not belong to %s".formatted(name, environment.user());
      }
    }
    return null;
  }

  private String belongsTo(int owner) {
    return "belongs to uid %d and heartbeat runs as %s (uid %d)"
        .formatted(owner, environment.user(), environment.uid());
  }

  private static int owner(Path folder) {
    try {
      return Files.getAttribute(folder, "unix:uid", NOFOLLOW_LINKS) instanceof Integer uid
          ? uid
          : -1;
    } catch (IOException | UnsupportedOperationException e) {
      return -1;
    }
  }

  private static Unusable unusable(@Nullable Path readable, Path folder, String what) {
    return new Unusable(
        readable,
        "The state directory %s %s. Mend that, or name another with --state-dir."
            .formatted(folder, what));
  }

  private static int attribute(Path file, String name) {
    try {
      return Files.getAttribute(file, name) instanceof Integer value ? value : -1;
    } catch (IOException | UnsupportedOperationException e) {
      return -1;
    }
  }
}
