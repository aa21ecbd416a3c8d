package heartbeat.crontab;

import static heartbeat.crontab.ImportedLines.imported;
import static heartbeat.crontab.ImportedLines.text;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The text that the import prints: what to do, and the lines for the config. */
class ImportTextTest {
  @Test
  void theSenderOfCronsMailIsKept() {
    String all =
        text(imported("MAILFROM=cron@x.org\nMAILTO=a@x.org\n0 0 * * * a\n0 0 * * * b\n"), "/x");
    assertThat(all)
        .contains("defaults:\n  mail: { to: [a@x.org], from: cron@x.org }   # as cron did\n");
    String one = text(imported("0 0 * * * a\nMAILFROM=\"cron@x.org\"\n0 0 * * * b\n"), "/x");
    assertThat(one)
        .contains("defaults:\n  mail: { to: [root] }", "    mail: { from: cron@x.org }\n");
  }

  @Test
  void whereCronHasMailedNobodyNoMailIsSet() {
    String text =
        text(
            imported("MAILTO=\"\"\n* * * * * a\nMAILTO=x@y.org\n* * * * * b\n"),
            "/root/heartbeat.yml");
    assertThat(text)
        .doesNotContain("[root]", "defaults")
        .contains("    # No mail, as with cron: its MAILTO was empty.\n")
        .contains("    mail: { to: [x@y.org] }\n");
    String second = text(imported("* * * * * b\nMAILTO=\n* * * * * a\n"), "/root/heartbeat.yml");
    assertThat(second)
        .contains("defaults:\n  mail: { to: [root] }")
        .contains("    mail: { to: [] }   # as with cron: its MAILTO was empty\n");
  }

  @Test
  void whoeverRunsAJobMustBeAbleToReadTheConfig() {
    String system = "0 0 * * * root a\n0 0 * * * www-data b\n0 0 * * * joe c\n0 1 * * * joe d\n";
    var crontab = CrontabImport.of(system, true, "heartbeat", name -> false);
    assertThat(text(crontab, "/etc/heartbeat/heartbeat.yml"))
        .contains(
            """
            #    Whoever runs a job must be able to read it. As root (heartbeat is the package's group):
            #      usermod -aG heartbeat www-data && sudo -u www-data heartbeat validate
            #      usermod -aG heartbeat joe && sudo -u joe heartbeat validate
            """);
    assertThat(text(crontab, "/etc/heartbeat/heartbeat.yml"))
        .contains("defaults:\n  mail: { to: [root] }", "    mail: { to: [www-data] }");
    assertThat(text(imported("0 0 * * * a"), "/etc/heartbeat/heartbeat.yml"))
        .contains("As root, for any USER but root", "usermod -aG heartbeat USER && ");
    var ofRoot = CrontabImport.of("0 0 * * * root a", true, "heartbeat", name -> false);
    assertThat(text(ofRoot, "/etc/heartbeat/heartbeat.yml")).doesNotContain("usermod");
    assertThat(text(imported("0 0 * * * a"), "/home/x/.config/heartbeat/heartbeat.yml"))
        .contains("# 1. Add these lines to /home/x/.config/heartbeat/heartbeat.yml, then: ")
        .doesNotContain("usermod");
  }

  @Test
  void aFileGoesBackToItsPlaceAndNotIntoTheOwnCrontabOfWhoeverReadsThis() {
    var crontab = CrontabImport.of("0 0 * * * root a", true, "heartbeat", name -> false);
    assertThat(ImportText.of(crontab, "/etc/cron.d/moodle", "/etc/heartbeat/heartbeat.yml", "root"))
        .contains("in its place (cp new.crontab /etc/cron.d/moodle).\n");
    assertThat(text(imported("0 0 * * * a"), "x"))
        .contains("in its place (crontab new.crontab).\n");
  }

  @Test
  void mailGoesWhereCronHasSentIt() {
    String text =
        ImportText.of(
            imported("* * * * * a\nMAILTO=\"x@example.org, y@example.org\"\n* * * * * b\n"),
            "crontab -l",
            "~/.config/heartbeat/heartbeat.yml",
            "www-data");
    assertThat(text)
        .contains("# crontab -l: 2 of 2 jobs can be watched. Nothing has been changed.")
        .contains("defaults:\n  mail: { to: [www-data] }")
        .contains("    mail: { to: [x@example.org, y@example.org] }\n");
  }
}
