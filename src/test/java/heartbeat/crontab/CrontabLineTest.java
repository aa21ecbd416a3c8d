package heartbeat.crontab;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.crontab.CrontabLine.Entry;
import heartbeat.crontab.CrontabLine.Other;
import heartbeat.crontab.CrontabLine.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** crontab(5), line by line. */
class CrontabLineTest {
  @Test
  void aUsersLineHasFiveFieldsAndACommand() {
    assertThat(CrontabLine.parse("*/5 0-6,8 1 jan MON-fri  /usr/bin/x -a  b ", false))
        .isEqualTo(
            new Entry(
                "*/5 0-6,8 1 jan MON-fri  ",
                "*/5 0-6,8 1 jan MON-fri",
                null,
                "/usr/bin/x -a  b",
                ""));
  }

  @Test
  void aSystemsLineHasAUserToo() {
    assertThat(CrontabLine.parse("17 *\t* * *\troot\tcd / && run-parts /etc/cron.hourly", true))
        .isEqualTo(
            new Entry(
                "17 *\t* * *\troot\t",
                "17 *\t* * *",
                "root",
                "cd / && run-parts /etc/cron.hourly",
                ""));
    assertThat(CrontabLine.parse("* * * * * root", true)).isEqualTo(new Other(false));
  }

  @Test
  void aWordStandsForATime() {
    assertThat(CrontabLine.parse("@daily backup.sh", false))
        .isEqualTo(new Entry("@daily ", "@daily", null, "backup.sh", ""));
    assertThat(CrontabLine.parse("@weekly www-data x y", true))
        .isEqualTo(new Entry("@weekly www-data ", "@weekly", "www-data", "x y", ""));
  }

  @Test
  void whatFollowsAPercentSignIsStandardInputUnlessItIsEscaped() {
    assertThat(CrontabLine.parse("0 1 * * * mail -s \"it's 10\\%\" a%Hi,%%Joe%", false))
        .isEqualTo(
            new Entry("0 1 * * * ", "0 1 * * *", null, "mail -s \"it's 10\\%\" a", "%Hi,%%Joe%"));
  }

  @Test
  void ofTwoBackslashesTheSecondOneEscapesNothing() {
    assertThat(CrontabLine.parse("0 1 * * * a \\\\%b", false))
        .isEqualTo(new Entry("0 1 * * * ", "0 1 * * *", null, "a \\\\", "%b"));
    assertThat(CrontabLine.parse("0 1 * * * a \\\\\\%b", false))
        .isEqualTo(new Entry("0 1 * * * ", "0 1 * * *", null, "a \\\\\\%b", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAILTO=a@b", " MAILTO = \"a@b\"", "'MAILTO'='a@b' "})
  void aSettingHoldsANameAndAValue(String line) {
    assertThat(CrontabLine.parse(line, false)).isEqualTo(new Setting("MAILTO", "a@b"));
  }

  @Test
  void commentsAndEmptyLinesAreNoJobs() {
    for (String line : new String[] {"", "  ", "# m h dom mon dow command", "\t#* * * * * x"}) {
      assertThat(CrontabLine.parse(line, false)).as(line).isEqualTo(new Other(true));
    }
  }

  @Test
  void whatIsNeitherIsSaidToBeNeither() {
    assertThat(CrontabLine.parse("* * * *", false)).isEqualTo(new Other(false));
    assertThat(CrontabLine.parse("every day at noon: eat", false)).isEqualTo(new Other(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"61 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "a * * * *"})
  void aTimeThatCronRefusesIsNone(String schedule) {
    assertThat(CrontabLine.parse(schedule + " x", false)).isEqualTo(new Other(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0-59/2,7 23 31 12 7",
        "*/90 * * JAN-mar sun,Mon",
        "0~30 * * * *",
        "@daily",
        "@hourly",
        "~ * ? * 1#2"
      })
  void aTimeThatSomeCronTakesIsOne(String schedule) {
    assertThat(CrontabLine.parse(schedule + " x", false)).isInstanceOf(Entry.class);
  }
}
