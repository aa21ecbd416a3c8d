package heartbeat.files;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.model.JobName;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FileNamesTest {
  @Test
  void plainNamesStayReadable() {
    assertThat(FileNames.of(new JobName("backup_1.daily-x"))).isEqualTo("backup_1.daily-x");
    assertThat(FileNames.of(new JobName("a b%\u00e9"))).isEqualTo("a%20b%25%C3%A9");
  }

  @Test
  void everyNameComesBackFromAnAsciiNameThatAFileSystemTakes() {
    Random random = new Random(7);
    Map<String, JobName> seen = new HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      JobName job = randomName(random);
      String file = FileNames.of(job);
      assertThat(file).matches("[A-Za-z0-9._%+-]{1,255}").doesNotStartWith(".");
      assertThat(FileNames.jobOf(file)).isEqualTo(job);
      JobName before = seen.put(file, job);
      assertThat(before == null || before.equals(job)).isTrue();
    }
  }

  @Test
  void theLongestNameOfTheWidestLettersFits() {
    JobName job = new JobName("\u65e5".repeat(40));
    assertThat(FileNames.of(job)).hasSizeLessThan(255).startsWith("+");
    assertThat(FileNames.jobOf(FileNames.of(job))).isEqualTo(job);
  }

  @Test
  void whatWasNotEncodedIsNoJob() {
    for (String name :
        new String[] {"a b", "%", "%4", "%zz", "%C3", "%61", "+", "+!", "+YQ", "", ".x", "-x"}) {
      assertThat(FileNames.jobOf(name)).as(name).isNull();
    }
  }

  private static JobName randomName(Random random) {
    while (true) {
      StringBuilder name = new StringBuilder();
      int length = 1 + random.nextInt(30);
      for (int i = 0; i < length; i++) {
        name.appendCodePoint(
            switch (random.nextInt(4)) {
              case 0 -> ' ' + random.nextInt(95);
              case 1 -> 0xa0 + random.nextInt(0x500);
              case 2 -> 0x4e00 + random.nextInt(0x5000);
              default -> 0x1f600 + random.nextInt(64);
            });
      }
      try {
        return new JobName(name.toString());
      } catch (IllegalArgumentException e) {
        // Not usable as a job's name: the next.
        name.setLength(0);
      }
    }
  }
}
