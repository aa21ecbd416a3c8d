package heartbeat.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The kind of error in a line of a log, by the words that PHP, shells, databases, the C library and
 * common programs use for it. The first kind that fits is the most particular one.
 */
public enum ErrorKind {
  /** PHP's own limit, {@code memory_limit}. */
  PHP_MEMORY("Allowed memory size of \\d+ bytes exhausted"),
  /** PHP's own limit, {@code max_execution_time}. */
  PHP_TIME("Maximum (?:execution|input) time of \\d+ seconds? exceeded"),
  /** PHP was given a script that is not there. */
  PHP_SCRIPT("Could not open input file"),
  /** A part of PHP, or of the code, that this PHP does not have. */
  PHP_MISSING(
      "could not find driver|Call to undefined (?:function|method)|Undefined constant"
          + "|(?:Class|Interface|Trait) [\"'`]?[\\w\\\\]+[\"'`]? not found"
          + "|Unable to load dynamic library"),
  /** Code that this PHP can't read. */
  PHP_SYNTAX("Parse error:|syntax error, unexpected"),
  DISK_FULL(
      "No space left on device|Disk quota exceeded|\\bENOSPC\\b|\\bdisk (?:is )?full\\b"
          + "|not enough (?:free )?(?:disk )?space|could not extend file"),
  READ_ONLY("read-only file system|\\bEROFS\\b"),
  MEMORY(
      "out of memory|cannot allocate memory|OutOfMemoryError|heap out of memory|std::bad_alloc"
          + "|\\bMemoryError\\b|\\boom[- ]kill|memory exhausted|virtual memory exhausted"),
  KILLED(
      "(?-i)(?:^|[\\s:])\\d+ Killed\\b|(?:^|[\\s:])Killed(?:$|\\s{2,}| *\\()"
          + "|exit (?:code|status) 137\\b|\\bsignal 9\\b"),
  CRASHED(
      "segmentation fault|core dumped|\\bbus error\\b|illegal instruction|double free"
          + "|stack smashing|signal 11\\b"),
  LOGIN(
      "access denied for user|password authentication failed|authentication fail|login failed"
          + "|no pg_hba\\.conf entry|permission denied \\((?:publickey|password|gssapi|keyboard)"
          + "|host key verification failed|invalid (?:credentials|password)|no password supplied"
          + "|\\b401 unauthori[sz]ed|LOGON_FAILURE|LOGIN_FAILURE|\\bAccessDenied\\b"
          + "|role \"[^\"]*\" does not exist|could not read Username"),
  LOCKED(
      "unable to create lock|failed to create/acquire the lock|already locked|could not get lock"
          + "|lock (?:file )?(?:already )?(?:exists|held)|another (?:instance|process) is"
          + "|could not obtain lock|timed out while waiting for a lock"),
  DATABASE(
      "server has gone away|lost connection to (?:mysql|mariadb|server)|server closed the"
          + " connection|database connection failed|error (?:reading from|writing to)"
          + " database|SQLSTATE\\[|too many (?:clients|connections)|connection to server"
          + " (?:at|on)|could not connect to (?:server|database)|the database system is|can't"
          + " connect to (?:local )?(?:mysql|mariadb|server)|terminating connection due"
          + " to|connection to database|\\bORA-\\d{5}|ERROR \\d{4} \\(\\w{5}\\)|database is"
          + " locked"),
  CERTIFICATE(
      "certificate verif(?:y|ication) failed|certificate has expired|ssl certificate problem"
          + "|self[- ]signed certificate|unable to get local issuer|PKIX path|x509:"),
  NETWORK(
      "connection refused|connection timed out|connection reset|connection closed"
          + "|could ?n[o']t resolve|name or service not known|nodename nor servname"
          + "|temporary failure in name resolution|no route to host|network is unreachable"
          + "|operation timed out|\\bECONNREFUSED\\b|\\bETIMEDOUT\\b|getaddrinfo|no such host"
          + "|i/o timeout|broken pipe|host is down|no address associated"),
  PERMISSION(
      "permission denied|operation not permitted|access is denied|\\bEACCES\\b|\\bEPERM\\b"
          + "|must be (?:run as )?(?:root|superuser)|is not in the sudoers|a password is required"),
  NO_COMMAND(
      "command not found|unknown command|: not found$|bad interpreter|executable file not found"
          + "|failed to run command|cannot execute|exec format error"),
  LIMIT(
      "too many open files|\\bEMFILE\\b|argument list too long|resource temporarily unavailable"
          + "|cannot fork|can't start new thread|unable to create native thread|file too large"),
  NO_FILE(
      "no such file or directory|\\bENOENT\\b|FileNotFound|failed opening required"
          + "|does not exist|cannot (?:open|stat|access|find)"),
  /** Part of a program that is not installed. */
  MODULE("ModuleNotFoundError|ImportError|cannot find module|\\bNoClassDefFoundError"),
  /** Any other error that ends a PHP script. */
  PHP_FATAL("(?:fatal|catchable) error:|\\buncaught\\b|^!!! .+ !!!$"),
  /** The line says of itself that it is an error. */
  OTHER(
      "(?:^|[\\s:\\[(*.])(?:errors?|fatal|critical|emerg|panic|exception|failed|failure|aborted)(?=$|[:\\])!,.])|^(?:error|fatal|failed|failure|abort(?:ed|ing)|cannot|can't|could"
          + " not|unable to|unrecogni[sz]ed|invalid|exception)\\b|: (?:cannot|can't|could"
          + " not|failed|unable"
          + "|invalid|error)\\b|^[\\w.$]+(?:Error|Exception)\\b|\\bERR!|\\berror[:=]");

  private static final Pattern NONE =
      Pattern.compile(
          "\\b(?:0|no|without) (?:errors?|failures?|failed)\\b"
              + "|\\b(?:errors?|failed|failures?)\\s*[:=]\\s*0\\b"
              + "|\\b(?:notice|deprecated|info|debug)\\s*[:\\]]",
          Pattern.CASE_INSENSITIVE);

  private final Pattern words;

  ErrorKind(String words) {
    this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
  }

  /** The kind of error; null for a line without one. */
  public static @Nullable ErrorKind of(String line) {
    if (NONE.matcher(line).find()) {
      return null;
    }
    for (ErrorKind kind : values()) {
      if (kind.words.matcher(line).find()) {
        return kind;
      }
    }
    return null;
  }
}
