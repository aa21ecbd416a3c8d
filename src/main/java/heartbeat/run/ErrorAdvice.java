package heartbeat.run;

import heartbeat.model.ErrorKind;

/** What to do about an error that the job's output names, whatever it did to the run. */
public final class ErrorAdvice {
  private ErrorAdvice() {}

  /** Whole lines, each with its newline; empty where the error's kind helps nobody. */
  public static String of(ErrorKind kind, boolean moodle) {
    return switch (kind) {
      case PHP_MEMORY ->
          """
          PHP reached its own limit, `memory_limit`; the machine may have memory left. Raise it in the
          php.ini of the command line (`php --ini` names it), or for this job alone:
          php -d memory_limit=1G SCRIPT. If the limit is high already, the job works on too much at once.
          """
              + (moodle
                  ? "In Moodle: Site administration > Server > Performance > Extra PHP memory limit.\n"
                  : "");
      case PHP_TIME ->
          """
          PHP reached its own limit, `max_execution_time`. The command line has none unless the script
          or a php.ini sets it (`php --ini` names the files): look why this took so long, or raise it.
          """;
      case PHP_SCRIPT ->
          """
          PHP did not find the script: its path in the command is wrong, or the directory was moved, is
          not mounted, or can't be read by this user. Compare it with: ls -l PATH   (as this job's user)
          """;
      case PHP_MISSING ->
          """
          This PHP has no such function, class or driver. Usually an extension is missing on the command
          line, or cron finds another PHP than you: compare `php -v; php -m` in cron with your own, and
          write PHP's full path into the command. If it is a class of the program itself: is its code
          complete, after an update that was cut short?
          """;
      case PHP_SYNTAX ->
          """
          PHP can't read the code: it was edited, only half updated, or is made for another version of
          PHP. Check with: php -v   and   php -l FILE   (the file that the line names).
          """;
      case PHP_FATAL ->
          """
          PHP ended with the error that is quoted above. The file and line in it, and the stack trace in
          the log below, show where; if it began after an update, look at that part first.
          """;
      case DISK_FULL ->
          """
          A file system is full, or a quota or the inodes are used up. Look with: df -h; df -i; quota
          What takes the room: du -xh / --max-depth=2 | sort -h | tail
          """;
      case READ_ONLY ->
          """
          A file system is mounted read-only, often because the kernel found an error on its disk:
          findmnt -o TARGET,OPTIONS | grep -w ro; dmesg -T | tail -50
          """;
      case MEMORY ->
          """
          It got no more memory: the machine, its container or a limit (ulimit -v, systemd's MemoryMax)
          has too little. See: free -m; ulimit -a; dmesg -T | grep -iE 'out of memory|killed process'
          """;
      case KILLED ->
          """
          A part of it was killed, most often by the kernel for lack of memory:
          dmesg -T | grep -iE 'out of memory|killed process'   (or journalctl -k)
          """;
      case CRASHED ->
          """
          A program crashed: a bug in it or in one of its extensions, or bad memory. See
          coredumpctl list; dmesg -T | tail   and whether it was updated lately.
          """;
      case LOGIN ->
          """
          A login was refused: check the user, password, key or token that the job uses, whether it has
          expired or was changed, and from which hosts the server allows it.
          """;
      case LOCKED ->
          """
          Something else holds the lock: an earlier run that is still going (ps -eo pid,etime,args), or
          one that died and left its lock behind. Remove a lock only when nothing runs.
          """;
      case DATABASE ->
          """
          The database did not answer, or ended the connection. Is it running, was it restarted during
          the run, does it take connections from here, are there too many? Look into its own log.
          """;
      case CERTIFICATE ->
          """
          A TLS certificate was not accepted. See who issued it and until when it is valid:
          openssl s_client -connect HOST:443 -servername HOST </dev/null | openssl x509 -noout -dates
          If it is good, this machine's CA certificates or its clock are out of date.
          """;
      case NETWORK ->
          """
          The other side could not be reached. Is it running, and is its name known here? Check with:
          getent hosts HOST; nc -vz HOST PORT   and for firewalls in between.
          """;
      case PERMISSION ->
          """
          The job's user may not do this. Look as whom it runs (whose crontab is it?) and at the file's
          owner and mode: namei -l PATH   A file that another user's run has made is a usual cause.
          """;
      case NO_COMMAND ->
          """
          A command was not found or can't be executed. Under cron PATH is short (often /usr/bin:/bin):
          write the full path (command -v NAME), or set PATH in the crontab.
          """;
      case LIMIT ->
          """
          A limit of the system was reached. See: ulimit -a   (as the job's user), how many processes
          that user has (ps -u USER | wc -l), and TasksMax if systemd runs it.
          """;
      case NO_FILE ->
          """
          A file or directory is not there: a wrong path, a file system that is not mounted, or a
          relative path, which begins in the home directory under cron. Check with: ls -l PATH; findmnt
          """;
      case MODULE ->
          """
          A part of the program is not installed for the interpreter that ran. Cron may find another one
          than you: write its full path, for a virtual environment the one in its bin directory.
          """;
      case OTHER -> "";
    };
  }
}
