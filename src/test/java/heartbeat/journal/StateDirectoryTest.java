package heartbeat.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import heartbeat.journal.StateDirectory.Unusable;
import heartbeat.journal.StateDirectory.Usable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
  private static final int SOMEBODY_ELSE = 12_345;

  @TempDir Path root;
  private Path home;
  private Path shared;
  private final Map<String, String> environment = new HashMap<>();
  private int uid;

  @BeforeEach
  void makeAHome() throws IOException {
    home = Files.createDirectory(root.resolve("home"));
    shared = root.resolve("shared");
    environment.put("HOME", home.toString());
    uid = UserEnvironment.ofThisProcess().uid();
  }

  @Test
  void theNamedFolderIsMadeWithThoseAboveItAndIsPrivate() throws IOException {
    Path named = root.resolve("a/b/c");
    assertThat(resolve(named.toString())).isEqualTo(new Usable(named));
    assertThat(modeOf(named)).isEqualTo("rwx------");
    assertThat(modeOf(root.resolve("a"))).isEqualTo("rwx------");
    assertThat(named).isEmptyDirectory();
  }

  @Test
  void theVariableNamesItWhereNoOptionDoes() throws IOException {
    makeShared("rwx-wx-wx", true);
    environment.put("HEARTBEAT_STATE_DIR", root.resolve("of-the-variable").toString());
    assertThat(resolve(null)).isEqualTo(new Usable(root.resolve("of-the-variable")));
    Path named = root.resolve("of-the-option");
    assertThat(resolve(named.toString())).isEqualTo(new Usable(named));
    assertThat(shared).isEmptyDirectory();
  }

  @Test
  void withoutAPackageItIsTheStateHome() {
    Path expected = home.resolve(".local/state/heartbeat");
    assertThat(resolve(null)).isEqualTo(new Usable(expected));
    environment.put("XDG_STATE_HOME", "relative/is/ignored");
    assertThat(resolve(null)).isEqualTo(new Usable(expected));
    environment.put("XDG_STATE_HOME", root.resolve("xdg").toString());
    assertThat(resolve(null)).isEqualTo(new Usable(root.resolve("xdg/heartbeat")));
  }

  @Test
  void whereAPackageMadeTheParentItIsTheUsersFolderThere() throws IOException {
    makeShared("rwx-wx-wx", true);
    assertThat(resolve(null)).isEqualTo(new Usable(shared.resolve("alice")));
    assertThat(modeOf(shared.resolve("alice"))).isEqualTo("rwx------");
    assertThat(resolve(null)).isEqualTo(new Usable(shared.resolve("alice")));
  }

  @Test
  void aSharedParentInWhichAnybodyCouldSwapFoldersIsNotUsed() throws IOException {
    makeShared("rwx-wx-wx", false);
    assertThat(resolve(null)).isEqualTo(new Usable(home.resolve(".local/state/heartbeat")));
  }

  @Test
  void aNameThatSomebodyElseHasTakenIsPassedOverAndSaid() throws IOException {
    makeShared("rwx-wx-wx", true);
    Path trap = Files.createDirectory(shared.resolve("alice"));
    giveAway(trap);
    assertThat(taken()).contains(trap.toString(), "belongs to uid 12345", "As root");
    environment.remove("HOME");
    assertThat(problem(null)).contains(trap.toString(), "belongs to uid 12345", "--state-dir");
    assertThat(trap).isEmptyDirectory();
  }

  @Test
  void aLinkOrFileInItsPlaceIsPassedOverAndSaid() throws IOException {
    makeShared("rwx-wx-wx", true);
    Path link = Files.createSymbolicLink(shared.resolve("alice"), root.resolve("shared"));
    assertThat(taken()).contains("symbolic link");
    Files.delete(link);
    Files.createFile(link);
    assertThat(taken()).contains("is not a directory");
  }

  @Test
  void aFolderThatIsOpenToOthersIsRefused() throws IOException {
    makeShared("rwx-wx-wx", true);
    Path own = Files.createDirectory(shared.resolve("alice"));
    for (String open : new String[] {"rwxr-x---", "rwx--x--x", "rwxrwxrwx"}) {
      Files.setPosixFilePermissions(own, PosixFilePermissions.fromString(open));
      assertThat(problem(null)).as(open).contains("is open to others (mode 0", "chmod 700 " + own);
    }
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
    assertThat(resolve(null)).isEqualTo(new Usable(own));
  }

  @Test
  void aNamedFolderMayBeReadByOthersButNotWritten() throws IOException {
    Path named = Files.createDirectory(root.resolve("named"));
    Files.setPosixFilePermissions(named, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(resolve(named.toString())).isEqualTo(new Usable(named));
    Files.setPosixFilePermissions(named, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(problem(named.toString())).contains("is open to others (mode 0777)");
  }

  @Test
  void aFolderInsideThatIsNotOursIsRefused() throws IOException {
    Path named = Files.createDirectory(root.resolve("named"));
    Files.createSymbolicLink(named.resolve("jobs"), home);
    assertThat(problem(named.toString())).contains("'jobs' that does not belong to alice");
  }

  @Test
  void theStateOfAnotherUserCanBeReadByRoot() throws IOException {
    Path theirs = Files.createDirectory(root.resolve("theirs"));
    giveAway(theirs);
    StateDirectory found = resolve(theirs.toString());
    assertThat(found).isInstanceOf(Unusable.class);
    assertThat(((Unusable) found).readable()).isEqualTo(theirs);
  }

  @Test
  void aHomeThatAWebServerMayServeIsNoPlace() throws IOException {
    for (String served : new String[] {"/var/www", "/var/www/html", "/srv/www/x"}) {
      environment.put("XDG_STATE_HOME", served);
      assertThat(problem(null)).as(served).contains("web server", "--state-dir");
    }
    environment.remove("XDG_STATE_HOME");
    Path docs = Files.createDirectories(root.resolve("public_html/site"));
    environment.put("HOME", Files.createSymbolicLink(root.resolve("link"), docs).toString());
    assertThat(problem(null)).contains("web server");
  }

  @Test
  void withoutAHomeTheMessageSaysWhatToDo() {
    environment.remove("HOME");
    assertThat(problem(null))
        .contains("HOME is not set", "--state-dir", "-o alice " + shared.resolve("alice"));
    environment.put("HOME", root.resolve("nowhere").toString());
    assertThat(problem(null)).contains("nowhere does not exist");
  }

  @Test
  void whatIsNoDirectoryOrCanNotBeWrittenIsSaid() throws IOException {
    Path file = Files.createFile(root.resolve("file"));
    assertThat(problem(file.toString())).contains("is not a directory");
    assertThat(problem(file + "/below")).contains("a file is in its place");
    assertThat(problem("/proc/heartbeat")).contains("/proc/heartbeat", "can't be written");
    assertThat(problem(" ")).contains("--state-dir is empty");
    assertThat(problem("a\0b")).contains("--state-dir");
  }

  @Test
  void aFullDiskIsSaidAndCanStillBeRead() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(root.resolve("small"))) {
      disk.fill();
      StateDirectory found = resolve(disk.path().toString());
      assertThat(found).isInstanceOf(Unusable.class);
      assertThat(((Unusable) found).problem()).contains("No space left on device");
      assertThat(((Unusable) found).readable()).isEqualTo(disk.path());
    }
  }

  @Test
  void aUserWithoutANameIsItsNumber() throws IOException {
    makeShared("rwx-wx-wx", true);
    UserEnvironment nameless = new UserEnvironment(environment, "?", uid, shared);
    assertThat(StateDirectory.resolve(null, nameless))
        .isEqualTo(new Usable(shared.resolve(Integer.toString(uid))));
  }

  private StateDirectory resolve(@org.jspecify.annotations.Nullable String named) {
    return StateDirectory.resolve(named, new UserEnvironment(environment, "alice", uid, shared));
  }

  private String taken() {
    StateDirectory found = resolve(null);
    assertThat(found).isInstanceOf(Usable.class);
    assertThat(((Usable) found).path()).isEqualTo(home.resolve(".local/state/heartbeat"));
    return String.valueOf(((Usable) found).taken());
  }

  private String problem(@org.jspecify.annotations.Nullable String named) {
    StateDirectory found = resolve(named);
    assertThat(found).isInstanceOf(Unusable.class);
    return ((Unusable) found).problem();
  }

  private void makeShared(String mode, boolean sticky) throws IOException {
    Files.createDirectory(shared);
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString(mode));
    if (sticky) {
      Files.setAttribute(shared, "unix:mode", 0101733);
    }
  }

  private static void giveAway(Path folder) throws IOException {
    assumeThat(UserEnvironment.ofThisProcess().uid()).as("only root can give files away").isZero();
    Files.setAttribute(folder, "unix:uid", SOMEBODY_ELSE);
  }

  private static String modeOf(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
