package heartbeat.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SnapshotTextTest {
  private static final String MEMINFO =
      """
      MemTotal:       24684096 kB
      MemFree:        21582000 kB
      MemAvailable:    1572864 kB
      SwapTotal:       4194304 kB
      SwapFree:        1048576 kB
      """;
  private static final String DF =
      """
      Filesystem     1024-blocks      Used Available Capacity Mounted on
      udev              12327704         0  12327704       0% /dev
      tmpfs              2468412     10000   2458412       1% /run
      /dev/sda1         20971520   5242880  15728640      25% /
      nas:/mood le     104857600 103809024   1048576      99% /var/mood le data
      tmpfs                 1024      1000        24      98% /tmp/full
      /dev/sda1         20971520   5242880  15728640      25% /bound
      proc                     0         0         0       -  /proc
      """;
  private static final String PS =
      """
          PID USER     %CPU   RSS STAT     ELAPSED COMMAND
            1 root      0.0 12000 Ss   12-03:04:05 /sbin/init splash
            7 root     99.9 99999 R           00:01 heartbeat moodle
          812 mysql    88.5 2097152 Sl      01:00:00 /usr/sbin/mysqld
          900 www-data 99.1  4096 R           00:10 php admin/cli/cron.php
          901 www-data  0.0    12 D           00:09 ls /mnt
          902 nobody    0.0     0 I           00:09 [kworker]
      """;

  @Test
  void everythingIsToldInAFewLines() {
    assertThat(
            text(text(DF), text(PS), text("nginx.service loaded failed failed Web\nb.timer x\n")))
        .isEqualTo(
            """
              load          2.46 5.76 7.97 (1, 5 and 15 minutes), 2 processors
              memory        1.5 GB of 24 GB available; swap: 3 GB of 4 GB used
              disks         99% of 100 GB used, 1 GB free: /var/mood le data
                            98% of 1 MB used, 24 kB free: /tmp/full
                            25% of 20 GB used, 15 GB free: /
              failed units  nginx.service, b.timer
              processes     those that use most
              PID     USER       CPU     MEMORY    STAT  AGE          COMMAND
              900     www-data   99.1%   4 MB      R     00:10        php admin/cli/cron.php
              812     mysql      88.5%   2 GB      Sl    01:00:00     /usr/sbin/mysqld
              1       root       0.0%    12 MB     Ss    12-03:04:05  /sbin/init splash
              901     www-data   0.0%    12 kB     D     00:09        ls /mnt
            """);
  }

  @Test
  void whatDidNotAnswerIsSaidToBeSo() {
    assertThat(text(new CommandAnswer.Late(), new CommandAnswer.Late(), new CommandAnswer.Late()))
        .contains(
            "df did not answer in time",
            "ps did not answer in time",
            "systemctl did not answer in time");
    assertThat(text(new CommandAnswer.Partly(DF), text(PS), text("")))
        .contains("25% of 20 GB", "a network file system does not answer", "failed units  none\n");
  }

  @Test
  void whatIsNotThereIsNotToldOf() {
    CommandAnswer absent = new CommandAnswer.Absent();
    assertThat(SnapshotText.of(new Readings(7, 1, null, null, absent, absent, absent)))
        .isEqualTo(
            """
              load          not known
              memory        not known
              disks         not known
              processes     not known
            """);
  }

  @Test
  void nonsenseBreaksNothing() {
    CommandAnswer nonsense = text("% / % /\n\n 1 2 3 4% /\n x".repeat(3));
    assertThat(
            SnapshotText.of(new Readings(7, 1, "?", "MemTotal: x", nonsense, nonsense, nonsense)))
        .contains("memory        not known", "disks");
  }

  private static CommandAnswer text(String text) {
    return new CommandAnswer.Text(text);
  }

  private static String text(CommandAnswer disks, CommandAnswer processes, CommandAnswer units) {
    return SnapshotText.of(
        new Readings(7, 2, "2.46 5.76 7.97 1/300 999\n", MEMINFO, disks, processes, units));
  }
}
