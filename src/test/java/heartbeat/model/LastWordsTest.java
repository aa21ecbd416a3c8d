package heartbeat.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which line of a log tells most of how it ended. */
class LastWordsTest {
  private static final String UNDEFINED =
      "Fatal error: Uncaught Error: Call to undefined function foo_bar() in /srv/u.php:1";

  @Test
  void theErrorAboveAStackTraceIsQuoted() {
    String trace =
        "\nStack trace:\n#0 /srv/u.php(1): f()\n#1 {main}\n  thrown in /srv/u.php on line 1\n";
    assertThat(LastWords.of("hi\n\n" + UNDEFINED + trace))
        .isEqualTo(new LastWords(UNDEFINED, UNDEFINED));
    assertThat(LastWords.of("PHP " + UNDEFINED + trace).error()).isEqualTo("PHP " + UNDEFINED);
  }

  @Test
  void aPhpErrorBehindUnfinishedTextBeginsWithItself() {
    String error =
        "PHP Fatal error:  Allowed memory size of 8388608 bytes exhausted in /m.php on line 1";
    assertThat(LastWords.of("Backing up course #12..." + error).error())
        .isEqualTo(error.replace("  ", " "));
  }

  @Test
  void tagsOfPhpsHtmlErrorsAreTakenOut() {
    String html =
        "<br />\n<b>Fatal error</b>:  Uncaught Error: Class &quot;PDO&quot; not found in /d.php:1\n"
            + "Stack trace:\n#0 {main}\n  thrown in <b>/d.php</b> on line <b>1</b><br />\n";
    assertThat(LastWords.of(html).error())
        .isEqualTo("Fatal error: Uncaught Error: Class \"PDO\" not found in /d.php:1");
    String memory =
        "start <br />\n"
            + "<b>Fatal error</b>:  Allowed memory size of 8388608 bytes exhausted (tried to"
            + " allocate 20480 bytes) in <b>/m.php</b> on line <b>1</b><br />\n";
    assertThat(LastWords.of(memory).error())
        .isEqualTo(
            "Fatal error: Allowed memory size of 8388608 bytes exhausted (tried to allocate 20480"
                + " bytes) in /m.php on line 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Could not open input file: /var/www/moodle/admin/cli/cron.php",
        "sh: 1: nocmd: not found",
        "bash: line 1: 19858 Killed                  php cron.php",
        "Segmentation fault (core dumped)",
        "cp: cannot create regular file '/mnt/x': No space left on device",
        "ModuleNotFoundError: No module named 'foo'",
        "PHP Parse error: syntax error, unexpected token \";\" in /p.php on line 1",
        "PHP Fatal error: Uncaught PDOException: could not find driver in /x.php:2",
        "SQLSTATE[HY000] [2002] Connection refused",
        "!!! Error reading from database !!!",
        "mysqldump: Got error: 2002: \"Can't connect to local server\" when trying to connect",
        "ERROR: backup failed",
        "[2026-01-02 03:04:05] production.ERROR: nothing works",
        "java.lang.IllegalStateException: closed",
        "Uncaught exception 'Exception' with message 'x'"
      })
  void anErrorIsFoundBehindOrdinaryLinesAndBeforeAFew(String error) {
    String quoted = LastWords.plain(error);
    assertThat(LastWords.of("one\ntwo\n" + error).error()).isEqualTo(quoted);
    assertThat(LastWords.of("one\n" + error + "\ncleaning up\nbye\n"))
        .isEqualTo(new LastWords(quoted, "bye"));
  }

  @Test
  void aContinuationOrASummaryDoesNotHideTheErrorBeforeIt() {
    assertThat(
            LastWords.of(
                    "pg_dump: error: connection to server at \"db\", port 5432 failed: Connection"
                        + " refused\n\tIs the server running on that host?\n")
                .bestLine())
        .startsWith("pg_dump: error: connection to server");
    assertThat(
            LastWords.of(
                    "rsync: [sender] link_stat \"/x\" failed: No such file or directory (2)\n"
                        + "rsync error: some files/attrs were not transferred (see previous errors)"
                        + " (code 23) at main.c(1338)\n")
                .bestLine())
        .startsWith("rsync: [sender] link_stat");
    assertThat(
            LastWords.of(
                    "tar: /b.tar: Wrote only 4096 of 10240 bytes\n"
                        + "tar: /b.tar: Cannot write: No space left on device\n"
                        + "tar: Error is not recoverable: exiting now\n")
                .bestLine())
        .endsWith("No space left on device");
    assertThat(
            LastWords.of(
                    "Traceback (most recent call last):\n  File \"x.py\", line 1, in <module>\n"
                        + "    import foo\nModuleNotFoundError: No module named 'foo'\n")
                .bestLine())
        .startsWith("ModuleNotFoundError");
    assertThat(
            LastWords.of(
                    "Exception in thread \"main\" java.lang.RuntimeException: no\n"
                        + "\tat a.B.c(B.java:1)\n\t... 3 more\n")
                .bestLine())
        .startsWith("Exception in thread");
  }

  @Test
  void whatMoodlePrintsAroundATaskSaysNothing() {
    String begun = "Execute scheduled task: Backups (core\\task\\automated_backup_task)\n";
    String started = "... started 18:00:16. Current memory use 22.3MB.\n";
    assertThat(LastWords.of("!!! Error of an earlier task !!!\n" + begun + started).bestLine())
        .isNull();
    String adhoc =
        "Execute adhoc task: mod_x\\task\\send\nAdhoc task id: 7\nAdhoc task custom data: {\"u\":5}\n";
    String debugging = "Debugging increased temporarily due to faildelay of 60\n";
    assertThat(LastWords.of(adhoc + started + debugging).bestLine()).isNull();
    assertThat(LastWords.of(begun + started + "Checking courses\n").bestLine())
        .isEqualTo("Checking courses");
    String locks =
        "A lock was created but not released at: /srv/lib/classes/task/manager.php on line 565 Code"
            + " should look like:\n"
            + " $factory = \\core\\lock\\lock_config::get_lock_factory('type');\n"
            + " $lock = $factory->get_lock();\n"
            + " $lock->release();  // Locks must ALWAYS be released\n";
    assertThat(LastWords.of(begun + started + "Cannot connect to webservice" + locks).bestLine())
        .isEqualTo("Cannot connect to webservice");
  }

  /** What Moodle prints of an exception with debugging on. */
  @Test
  void theExceptionIsQuotedAndNotItsCode() {
    String exception =
        """
        Default exception handler: Exception - Call to undefined function foo() Debug:\s
        Error code: generalexceptionmessage
        * line 12 of /mod/x/lib.php: Error thrown
        !!! Exception - Call to undefined function foo() !!!
        !!\s
        Error code: generalexceptionmessage !!
        !! Stack trace: * line 12 of /mod/x/lib.php: Error thrown
        * line 40 of /admin/cli/cron.php: call to core\\cron::run_main_process()
         !!
        """;
    assertThat(LastWords.of(exception).error())
        .isEqualTo("!!! Exception - Call to undefined function foo() !!!");
  }

  @Test
  void anErrorFarAboveTheEndIsNotWhatEndedIt() {
    String text = "find: /x: Permission denied\n" + "working\n".repeat(20);
    assertThat(LastWords.of(text)).isEqualTo(new LastWords(null, "working"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 errors", "Errors: 0", "done, no errors", "failed=0 ok=3", "Notice: x"})
  void aLineThatCountsNoErrorsIsNone(String line) {
    assertThat(ErrorKind.of(line)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", ".....\n", "-----\n====\n\n"})
  void whatSaysNothingIsNotQuoted(String text) {
    assertThat(LastWords.of(text).bestLine()).isNull();
  }

  @Test
  void aVeryLongLineIsShortenedAfterAWord() {
    String line = "ERROR: " + "word ".repeat(2_000_000);
    assertThat(LastWords.of(line).bestLine())
        .hasSizeLessThan(420)
        .startsWith("ERROR: word")
        .endsWith("word…");
    assertThat(LastWords.shortened("one two three", 9)).isEqualTo("one two…");
    assertThat(LastWords.shortened("x".repeat(50), 10)).isEqualTo("x".repeat(9) + "…");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PHP Fatal error: Allowed memory size of 1 bytes exhausted|PHP_MEMORY",
        "Fatal error: Maximum execution time of 1 second exceeded in /t.php|PHP_TIME",
        "Could not open input file: x.php|PHP_SCRIPT",
        "Uncaught PDOException: could not find driver|PHP_MISSING",
        "Uncaught Error: Call to undefined function mysqli_connect()|PHP_MISSING",
        "PHP Fatal error: Uncaught Error: Class \"PDO\" not found in /d.php:1|PHP_MISSING",
        "PHP Parse error: syntax error, unexpected token|PHP_SYNTAX",
        "tar: x: Cannot write: No space left on device|DISK_FULL",
        "rm: cannot remove 'x': Read-only file system|READ_ONLY",
        "bash: fork: Cannot allocate memory|MEMORY",
        "Killed|KILLED",
        "sh: line 1: 77 Segmentation fault      (core dumped) x|CRASHED",
        "ERROR 1045 (28000): Access denied for user 'x'@'localhost'|LOGIN",
        "git@x: Permission denied (publickey).|LOGIN",
        "Fatal: unable to create lock in backend: repository is already locked|LOCKED",
        "SQLSTATE[HY000] [2002] Connection refused|DATABASE",
        "PHP Warning: mysqli_query(): MySQL server has gone away|DATABASE",
        "curl: (60) SSL certificate problem: certificate has expired|CERTIFICATE",
        "curl: (6) Could not resolve host: x|NETWORK",
        "touch: cannot touch 'x': Permission denied|PERMISSION",
        "sh: 1: nocmd: not found|NO_COMMAND",
        "bash: fork: retry: Resource temporarily unavailable|LIMIT",
        "ls: cannot access 'x': No such file or directory|NO_FILE",
        "ModuleNotFoundError: No module named 'x'|MODULE",
        "PHP Fatal error: Uncaught Exception: hello|PHP_FATAL",
        "ERROR: something|OTHER"
      })
  void eachErrorIsOfItsMostParticularKind(String line, ErrorKind kind) {
    assertThat(ErrorKind.of(line)).isEqualTo(kind);
  }
}
