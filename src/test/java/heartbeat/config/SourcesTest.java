package heartbeat.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are read, and what of them is known to whom. */
class SourcesTest {
  @TempDir Path folder;
  Etc etc;

  @BeforeEach
  void machine() throws IOException {
    etc = new Etc(folder);
  }

  private Path users(String base) throws IOException {
    Path file = folder.resolve(base).resolve("heartbeat/heartbeat.yml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
    return file;
  }

  @Test
  void noFileAtAllIsFine() {
    assertThat(etc.load().problems()).isEmpty();
    assertThat(etc.load().files()).isEmpty();
    assertThat(etc.load().enabled()).isTrue();
  }

  @Test
  void theNamedFileComesBeforeTheUsersAndTheUsersBeforeTheSystems() throws IOException {
    etc.file("");
    etc.file("jobs.d/a.yml", "");
    assertThat(etc.load().files())
        .containsExactly(etc.main, etc.main.resolveSibling("jobs.d/a.yml"));
    Path home = users("home/.config");
    assertThat(etc.load().files()).containsExactly(home);
    Path xdg = users("xdg");
    etc.env.put("XDG_CONFIG_HOME", folder.resolve("xdg").toString());
    assertThat(etc.load().files()).containsExactly(xdg);
    assertThat(etc.load("--config", home.toString()).files()).containsExactly(home);
  }

  @Test
  void aRelativeXdgFolderIsIgnoredAsItsSpecificationSays() throws IOException {
    Path home = users("home/.config");
    etc.env.put("XDG_CONFIG_HOME", "xdg");
    assertThat(etc.load().files()).containsExactly(home);
  }

  @Test
  void jobsDAloneIsEnough() throws IOException {
    etc.file("jobs.d/a.yml", "jobs: { moodle: { tee: true } }\n");
    assertThat(etc.job().log().tee()).isTrue();
  }

  @Test
  void theOwnConfigIsTheSystemsForRootAndInJobsDForWhoCanNotWriteToTheOwnHome() throws IOException {
    etc.env.put("USER", "root");
    assertThat(etc.sources().own()).isEqualTo(etc.main);
    etc.env.put("USER", "ann");
    assertThat(etc.sources().own())
        .isEqualTo(folder.resolve("home/.config/heartbeat/heartbeat.yml"));
    Files.delete(folder.resolve("home"));
    Files.createFile(folder.resolve("home"));
    assertThat(etc.sources().own()).isEqualTo(etc.main.resolveSibling("jobs.d/ann.yml"));
  }

  @Test
  void aNamedFileThatIsMissingIsAnErrorForEveryJob() {
    String missing = folder.resolve("no.yml").toString();
    assertThat(etc.problems("--config", missing)).containsExactly(missing + ": does not exist");
  }

  @Test
  void aFolderInPlaceOfAFileIsAnError() {
    assertThat(etc.problems("--config=" + folder))
        .containsExactly(folder + ": is not a regular file");
  }

  @Test
  void aFileThatIsNotReadForItsNameIsPointedOut() throws IOException {
    etc.file("jobs.d/a.yaml", "");
    assertThat(etc.problems())
        .containsExactly("jobs.d/a.yaml: warning: is not read: its name must end in .yml");
  }

  @Test
  void aSecretThatEverybodyCanReadIsWarnedOfOnceAFile() throws IOException {
    etc.file("smtp: { user: u, password: p }\ndefaults: { ping: https://example.org/x }\n");
    assertThat(etc.load().problems()).isEmpty();

    Files.setPosixFilePermissions(etc.main, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(etc.problems())
        .singleElement()
        .asString()
        .startsWith("heartbeat.yml:1:28: warning: smtp.password: a secret in a file that every")
        .contains("chmod 640");
  }

  @Test
  void aSecretFromElsewhereIsNotWarnedOf() throws IOException {
    etc.env.put("P", "p");
    etc.file("smtp: { user: u, password: '${env:P}' }\n");
    Files.setPosixFilePermissions(etc.main, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(etc.load().problems()).isEmpty();
  }

  /** As root there is nothing that may not be read; packaging/test/install-test.sh tries it all. */
  private void keepFromUs(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(path));
  }

  @Test
  void aSystemConfigThatIsKeptFromTheUserIsAnErrorWhenTheOptionsTellNobody() throws IOException {
    etc.file("jobs: { moodle: { preset: exit-status } }");
    keepFromUs(etc.main);
    assertThat(etc.problems()).singleElement().asString().contains("may not be read by this user");
    assertThat(etc.load("--max-duration", "2h").problems()).allMatch(Problem::isError);
  }

  @Test
  void whatRootAloneMayReadAfterACopyComesWithTheCommandThatMendsIt() throws IOException {
    etc.file("");
    Files.setPosixFilePermissions(etc.main, PosixFilePermissions.fromString("rw-r-----"));
    assumeTrue(
        "root".equals(Files.readAttributes(etc.main, PosixFileAttributes.class).group().getName()));
    Files.createDirectories(etc.main.resolveSibling("jobs.d"));
    assertThat(SourceFile.forbidden(etc.main, false).message())
        .contains(": chgrp heartbeat " + etc.main + " " + etc.main.resolveSibling("jobs.d") + ";");
  }

  @Test
  void itIsLeftOutWhenTheOptionsSayWhoIsTold() throws IOException {
    etc.file("");
    keepFromUs(etc.main);
    keepFromUs(etc.main.resolveSibling("jobs.d"));
    assertThat(etc.load("--mail-to", "a@example.org").problems())
        .hasSize(1)
        .noneMatch(Problem::isError);
    assertThat(etc.load("--ping", "https://example.org/").problems()).noneMatch(Problem::isError);
    assertThat(etc.load("--ping", "https://example.org/", "--", "true").problems())
        .anyMatch(Problem::isError);
    assertThat(
            etc.load("--ping", "https://example.org/", "--preset", "exit-status", "--", "true")
                .problems())
        .noneMatch(Problem::isError);
    assertThat(ConfigLoader.loadReadable(etc.sources(), Flags.parse(new String[0])).problems())
        .noneMatch(Problem::isError);
    assertThat(etc.load("--config", etc.main.toString(), "--mail-to", "a@example.org").problems())
        .anyMatch(Problem::isError);
  }
}
