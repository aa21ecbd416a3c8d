package heartbeat.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status | STATUS | ''",
        "moodle | | moodle",
        "--config F status --json | STATUS | --config F --json",
        "--state-dir D exec j -- true | EXEC | --state-dir D j -- true",
        "--state-dir=D --tee exec j | EXEC | --state-dir=D --tee j",
        "moodle status | | moodle status",
        "--success-marker status | | --success-marker status",
        "--preset status moodle | | --preset status moodle",
        "-- status | | -- status",
        "hash-password | HASH_PASSWORD | ''",
        "statuss | | statuss",
        "--for 2h pause j | PAUSE | --for 2h j",
        "--verdict failure test j | TEST | --verdict failure j",
        "-c F status | STATUS | -c F",
        "--banana x moodle status | | --banana x moodle status",
        "--banana=x moodle status | | --banana=x moodle status",
        "-v moodle status | | -v moodle status",
        "--tee moodle status | | --tee moodle status"
      })
  void theFirstWordThatIsNoOptionMayBeACommand(String line, Command command, String arguments) {
    CommandWords words = CommandWords.of(line.split(" "));
    assertThat(words.command()).isEqualTo(command);
    assertThat(String.join(" ", words.arguments())).isEqualTo(arguments);
  }

  @Test
  void noJobMayHaveTheNameOfACommandTheHiddenOnesIncluded() {
    for (Command command : Command.values()) {
      assertThat(JobNames.problemOf(command.id()))
          .isEqualTo("'" + command.id() + "' is a command; choose another job name");
    }
  }
}
