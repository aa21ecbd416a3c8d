package heartbeat.crontab;

import static org.assertj.core.api.Assertions.assertThat;

/** What the import makes of lines of a crontab. */
final class ImportedLines {
  static final String STATUS = "; echo \"heartbeat: exit status $?\"; } 2>&1";

  private ImportedLines() {}

  static CrontabImport imported(String crontab) {
    return CrontabImport.of(crontab, false, "heartbeat", "status"::equals);
  }

  static String after(String line) {
    var crontab = imported(line);
    assertThat(crontab.left()).isEmpty();
    return crontab.jobs().getFirst().after();
  }

  static String text(CrontabImport crontab, String target) {
    return ImportText.of(crontab, "crontab -l", target, "root");
  }
}
