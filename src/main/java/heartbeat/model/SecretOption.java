package heartbeat.model;

import java.util.List;

/**
 * An option of a program that is followed by a secret, as it stands on a command line.
 *
 * @param program how the program's name begins; with a blank at its end, the whole of it
 * @param joined whether the value may follow without a blank
 * @param apart whether the value may follow after a blank
 * @param after the secret begins behind this character of the value; 0 where all of it is one
 * @param once whether only the first such option is the program's own: others are of the command
 *     that it runs
 */
record SecretOption(
    String program, String option, boolean joined, boolean apart, char after, boolean once) {
  private static final char ALL = 0;

  SecretOption(String program, String option, boolean joined, boolean apart, char after) {
    this(program, option, joined, apart, after, program.equals("sshpass "));
  }

  /** MySQL's and MariaDB's {@code -p} takes its value without a blank only. */
  static final List<SecretOption> KNOWN =
      List.of(
          new SecretOption("mysql", "-p", true, false, ALL),
          new SecretOption("mariadb", "-p", true, false, ALL),
          new SecretOption("curl ", "-u", true, true, ':'),
          new SecretOption("curl ", "--user", false, true, ':'),
          new SecretOption("curl ", "-U", true, true, ':'),
          new SecretOption("curl ", "--proxy-user", false, true, ':'),
          new SecretOption("sshpass ", "-p", true, true, ALL),
          new SecretOption("smb", "-U", true, true, '%'),
          new SecretOption("smb", "--user", true, true, '%'),
          new SecretOption("rpcclient ", "-U", true, true, '%'),
          new SecretOption("net ", "-U", true, true, '%'),
          new SecretOption("lftp ", "-u", true, true, ','),
          new SecretOption("ldap", "-w", true, true, ALL),
          new SecretOption("mongo", "-p", true, true, ALL),
          new SecretOption("redis-cli ", "-a", true, true, ALL),
          new SecretOption("docker login ", "-p", true, true, ALL),
          new SecretOption("podman login ", "-p", true, true, ALL),
          new SecretOption("zip ", "-P", true, true, ALL),
          new SecretOption("unzip ", "-P", true, true, ALL),
          new SecretOption("7z", "-p", true, false, ALL),
          new SecretOption("sqlcmd ", "-P", true, true, ALL),
          new SecretOption("ipmitool ", "-P", true, true, ALL),
          new SecretOption("snmp", "-c", true, true, ALL),
          new SecretOption("snmp", "-A", true, true, ALL),
          new SecretOption("snmp", "-X", true, true, ALL),
          new SecretOption("openssl ", "-pass", false, true, ':'),
          new SecretOption("openssl ", "-passin", false, true, ':'),
          new SecretOption("openssl ", "-passout", false, true, ':'),
          new SecretOption("openssl ", "-k", false, true, ALL));

  /** Where the line first names the program; -1 when it does not. */
  int namedIn(String line) {
    for (int at = line.indexOf(program); at >= 0; at = line.indexOf(program, at + 1)) {
      if (at == 0 || " \t/'\"`(;|&=".indexOf(line.charAt(at - 1)) >= 0) {
        return at;
      }
    }
    return -1;
  }

  /** Whether these are only options of sshpass, and not the command that it runs. */
  static boolean onlyOptions(String words) {
    String before = "";
    for (String word : words.split(" +", -1)) {
      boolean value = before.equals("-f") || before.equals("-d") || before.equals("-P");
      if (!word.isEmpty() && !word.startsWith("-") && !value) {
        return false;
      }
      before = word;
    }
    return true;
  }

  /**
   * Where the value begins that follows the option at this place; -1 where it is another option.
   */
  int value(String line, int at) {
    int end = at + option.length();
    if (!line.startsWith(option, at) || end >= line.length()) {
      return -1;
    }
    char next = line.charAt(end);
    if (next == ' ') {
      int value = end;
      while (value < line.length() && line.charAt(value) == ' ') {
        value++;
      }
      boolean another = value >= line.length() || line.charAt(value) == '-';
      return apart && !another ? value : -1;
    }
    boolean equals = option.startsWith("--") && next == '=';
    boolean letters = option.startsWith("--") || Character.isWhitespace(next);
    return joined && equals ? end + 1 : joined && !letters ? end : -1;
  }
}
