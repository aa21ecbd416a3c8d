package heartbeat.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.config.Command;
import heartbeat.run.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the code knows, the README tells; what the README leaves out, it links to. */
class ReadmeTest {
  private static final Path README = Path.of("README.md");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

  private static List<Path> docs() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("docs"))) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  @Test
  void theReadmeHas150LinesAtMost() throws IOException {
    assertThat(Files.readAllLines(README).size())
        .as("lines of README.md: keys stand in docs/configuration.md, other prose in docs/")
        .isLessThanOrEqualTo(150);
  }

  @Test
  void everyReasonIsInTheReadme() throws IOException {
    String readme = Files.readString(README);
    assertThat(Reason.values()).allMatch(reason -> readme.contains("`" + reason.id() + "`"));
  }

  @Test
  void everyCommandOfTheHelpIsInTheReadme() throws IOException {
    String readme = Files.readString(README);
    String table = readme.substring(readme.indexOf("| command |"));
    for (Command command : Command.values()) {
      if (command.group() != Command.Group.HIDDEN) {
        assertThat(table).containsPattern("\\|.*`(heartbeat )?" + command.id() + "[ `].*\\|.*\\|");
      }
    }
  }

  @Test
  void theReadmeNamesEveryPageOfTheDocs() throws IOException {
    String readme = Files.readString(README);
    assertThat(docs()).isNotEmpty().allMatch(page -> readme.contains(page.toString()));
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    List<Path> pages = new ArrayList<>(docs());
    pages.addAll(List.of(README, Path.of("CONTRIBUTING.md"), Path.of("SECURITY.md")));
    for (Path page : pages) {
      var links = LINK.matcher(Files.readString(page));
      while (links.find()) {
        assertThat(page.resolveSibling(links.group(1))).as("link in %s", page).exists();
      }
    }
  }

  @Test
  void theTestCommandOfTheReadmeIsTheOneThatCiRuns() throws Exception {
    assertThat(Files.readString(README)).contains("```\nmvn verify\n```");
    assertThat(Files.readAllLines(Path.of(".ci/run"))).containsOnlyOnce("mvn verify");
  }
}
