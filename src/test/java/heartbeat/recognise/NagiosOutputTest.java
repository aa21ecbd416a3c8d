package heartbeat.recognise;

import static org.assertj.core.api.Assertions.assertThat;

import heartbeat.run.Finding;
import heartbeat.run.Preset;
import heartbeat.run.Reason;
import heartbeat.run.Rules;
import heartbeat.run.Runs;
import heartbeat.run.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NagiosOutputTest {
  private static final Rules NAGIOS = Runs.rules(Preset.NAGIOS);

  private static String said(String output, int status) {
    return Runs.said(NAGIOS, output, Runs.exited(status));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          DISK OK - free space: / 3326 MB (56%);| /=2643MB      ~ success -
          OK: All 'status' checks OK                            ~ success -
          OK                                                    ~ success -
          HTTP OK: HTTP/1.1 200 OK - 0.1 second response time   ~ success -
          OK - load average: 0.00, 0.01, 0.05|load1=0.0         ~ success -
          Memory OK - 52% used                                  ~ success -
          Disk usage of /var OK - 40% used                      ~ success -
          no connection OK - gone                               ~ failure marker-missing
          Server is ALIVE                                       ~ success -
          PING CRITICAL - Packet loss = 100%                    ~ failure failure-marker
          CRITICAL - Socket timeout after 10 seconds            ~ failure failure-marker
          HTTP CRITICAL: HTTP/1.1 500 OK                        ~ failure failure-marker
          CHECK_NRPE: UNKNOWN - no answer                       ~ failure failure-marker
          Server is DOWN                                        ~ failure failure-marker
          LOAD WARNING - load average: 9.1                      ~ warning warning-marker
          [WARNING] swap                                        ~ warning warning-marker
          the server is not OK                                  ~ failure marker-missing
          Not OK: 3 errors                                      ~ failure marker-missing
          everything seems OK                                   ~ failure marker-missing
          processes: 3 | procs=OK                               ~ failure marker-missing
          !!! error/Invalid check type 'foo' !!!                ~ failure failed-before-start
          """)
  void theStatusWordAtTheStartOfTheFirstLineCounts(String output, String expected) {
    assertThat(Runs.said(NAGIOS, "\n" + output + "\nlong CRITICAL output\n", Runs.EOF))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "OK, 0, success -",
    "OK, 1, warning warning-marker",
    "OK, 2, failure exit-status",
    "OK, 3, failure exit-status",
    "WARNING, 0, warning warning-marker",
    "WARNING, 1, warning warning-marker",
    "WARNING, 2, failure exit-status",
    "CRITICAL, 0, failure failure-marker",
    "CRITICAL, 2, failure failure-marker",
    "UNKNOWN, 3, failure failure-marker",
    "no word, 0, success -",
    "no word, 1, failure failed-before-start",
    "no word, 2, failure exit-status",
    "no word, 3, failure exit-status",
    "no word, 255, failure exit-status",
    "!!! x !!!, 1, failure failed-before-start",
    "'', 0, failure no-output",
    "'', 1, failure no-output",
  })
  void theWorseOfWordAndStatusCounts(String output, int status, String expected) {
    assertThat(said(output, status)).isEqualTo(expected);
  }

  /** As of {@code checks.php | sed ...}: the status is that of sed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0|moodle  | CRITICAL: Upgrade (core_upgradecheck)",
        "{\"msg\":\"CRITICAL: no space left\"}",
        "<6>UNKNOWN: no answer",
        "/var/log/checks.log:1:!!! error/Invalid check type 'foo' !!!",
      })
  void aStatusThatCanNotBeReadIsNoSuccessWhateverTheExitStatusSays(String line) {
    assertThat(said("started\n" + line + "\nmore\n", 0)).isEqualTo("failure failure-marker");
    assertThat(said(line + "\nOK: all others\n", 0)).isEqualTo("success -");
    Verdict verdict = Runs.judge(NAGIOS, line, Runs.exited(0));
    assertThat(verdict.findings()).singleElement().asString().contains(line);
  }

  @Test
  void whatOnlySpeaksOfAStatusDecidesNothing() {
    assertThat(said("site1> LOAD WARNING - load average: 9.1\n", 0))
        .isEqualTo("warning warning-marker");
    for (String line : List.of("3 services, 0 CRITICAL", "PHP Warning:  x", "NONCRITICAL: y")) {
      assertThat(said(line + "\n", 0)).as(line).isEqualTo("success -");
    }
  }

  @Test
  void theTableSaysWhatTheFirstLineHides() {
    assertThat(Runs.judge(NAGIOS, Runs.sample("checks-unknown-hides-critical.log"), Runs.EOF))
        .isEqualTo(
            new Verdict.Failure(
                Reason.FAILURE_MARKER,
                List.of(
                    new Finding("failure-marker", null, "UNKNOWN: Antivirus (core_antivirus)"),
                    new Finding(
                        "failure-marker", null, "CRITICAL Cron running (tool_task_cronrunning)"))));
    String table = "WARNING: a (b)\n   Status | Check\n\u001b[41m ERROR \u001b[0;0m| Upgrade (u)\n";
    assertThat(Runs.said(NAGIOS, table, Runs.EOF)).isEqualTo("failure failure-marker");
  }

  @Test
  void theTitleInTheFirstLineIsNotSaidTwice() {
    assertThat(Runs.judge(NAGIOS, Runs.sample("checks-warning.log"), Runs.EOF).findings())
        .containsExactly(
            new Finding(
                "warning-marker", null, "WARNING: Tasks max fail delay (tool_task_maxfaildelay)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PHP Warning:  Module \"curl\" is already loaded in Unknown on line 0\n",
        "PHP Deprecated:  x is deprecated in /a.php on line 1\n\n"
            + "Deprecated: x in /a.php on line 1\n",
        "[29-Nov-2026 18:00:00 UTC] heartbeat error log test 1795975013, next in 30 mins\n",
        "Xdebug: [Step Debug] Could not connect to debugging client.\n",
        "perl: warning: Setting locale failed.\nperl: warning: Please check that your locale\n",
        "Notice: all is OK so far in /a.php on line 3\n",
      })
  void whatIsComplainedOfBeforeTheStatusLineDecidesNothing(String noise) {
    Rules nagios = Runs.rules(Preset.NAGIOS);
    assertThat(Runs.said(nagios, noise + "OK: All 'status' checks OK\n", Runs.EOF))
        .isEqualTo("success -");
    assertThat(Runs.said(nagios, noise + "DISK WARNING - free 3%\n", Runs.exited(1)))
        .isEqualTo("warning warning-marker");
    assertThat(Runs.said(nagios, noise + "CRITICAL: Cron running\n", Runs.EOF))
        .isEqualTo("failure failure-marker");
    assertThat(Runs.said(nagios, noise + "!!! error/no such check !!!\n", Runs.exited(1)))
        .isEqualTo("failure failed-before-start");
    assertThat(Runs.said(nagios, noise, Runs.EOF)).isEqualTo("failure marker-missing");
    assertThat(Runs.said(nagios, noise + "everything is OK\n", Runs.EOF))
        .isEqualTo("failure marker-missing");
  }

  @Test
  void aCrashAfterTheStatusLineIsAFailure() {
    Rules nagios = Runs.rules(Preset.NAGIOS);
    assertThat(Runs.said(nagios, "OK: fine\nPHP Fatal error:  Uncaught x\n", Runs.EOF))
        .isEqualTo("failure failure-marker");
    assertThat(Runs.said(nagios, "OK: fine\n!!! Exception - x !!!\n", Runs.EOF))
        .isEqualTo("failure failure-marker");
  }

  @Test
  void heartbeatsOwnPageForLoadBalancersIsKnown() {
    Rules nagios = Runs.rules(Preset.NAGIOS);
    assertThat(Runs.said(nagios, "Server is ALIVE<br>\nsitedata OK<br>\n", Runs.EOF))
        .isEqualTo("success -");
    assertThat(Runs.said(nagios, "Server is in MAINTENANCE<br>\n", Runs.EOF))
        .isEqualTo("skipped maintenance");
    assertThat(Runs.said(nagios, "Server is DOWN<br>\nFailed: database<br>\n", Runs.EOF))
        .isEqualTo("failure failure-marker");
  }
}
