package heartbeat.model;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Secrets on one line, known by the name or option in front of them. Plain loops around the few
 * characters that can mark one, so that lines of any length cost time in proportion.
 */
final class Secrets {
  /** A name that ends in one of these, digits apart, is followed by a secret. */
  private static final List<String> NAMES =
      List.of(
          "password",
          "passwd",
          "passphrase",
          "passwort",
          "passcode",
          "passwordsaltmain",
          "pwd",
          "secret",
          "token",
          "apikey",
          "accesskey",
          "secretkey",
          "privatekey",
          "authkey",
          "pingkey",
          "encryptionkey",
          "sesskey",
          "phpsessid",
          "dbpass",
          "smtppass",
          "credentials");

  /** In a URL's query these are secrets too; elsewhere they are everyday words. */
  private static final Set<String> IN_QUERIES =
      Set.of("key", "sig", "signature", "auth", "code", "sid", "session", "jwt", "pass", "hash");

  private static final int LONGEST_NAME = 60;

  private final String line;

  /**
   * Where each program of {@link SecretOption#KNOWN} is first named; null until one is asked for.
   */
  private int @Nullable [] programs;

  private final StringBuilder out = new StringBuilder();
  private int kept;

  private Secrets(String line) {
    this.line = line;
  }

  static String redact(String line) {
    return KnownSecrets.redact(new Secrets(line).byName());
  }

  private String byName() {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (i < kept) {
        continue;
      }
      if (c == ':' && line.startsWith("//", i + 1)) {
        userInfo(i + 3);
      } else if (c == '=' || (c == ':' && !hidesBotToken(i))) {
        value(i);
      } else if (c == '-' && (i == 0 || line.charAt(i - 1) == ' ')) {
        option(i);
      }
    }
    return kept == 0 ? line : out.append(line, kept, line.length()).toString();
  }

  private void hide(int from, int to) {
    if (to > from && !line.regionMatches(from, Redactor.STARS, 0, to - from)) {
      out.append(line, kept, from).append(Redactor.STARS);
      kept = to;
    }
  }

  /** {@code ://user:password@host}; a bare user name stays, unless it is the web's. */
  private void userInfo(int start) {
    int at = -1;
    boolean password = line.regionMatches(true, Math.max(0, start - 8), "https:", 0, 6);
    password |= line.regionMatches(true, Math.max(0, start - 7), "http:", 0, 5);
    for (int i = start; i < line.length() && "/?# \t\"'<>".indexOf(line.charAt(i)) < 0; i++) {
      at = line.charAt(i) == '@' ? i : at;
      password |= line.charAt(i) == ':' && at < 0;
    }
    if (at > start && password) {
      hide(start, at);
    }
  }

  /** {@code curl -u name:password}, {@code sshpass -p password} and their like. */
  private boolean hidesOptionOfProgram(int at) {
    List<SecretOption> known = SecretOption.KNOWN;
    for (int i = 0; i < known.size(); i++) {
      SecretOption option = known.get(i);
      int value = option.value(line, at);
      int program = value < 0 ? -1 : programs()[i];
      if (program >= 0 && program < at) {
        if (option.once()) {
          programs()[i] = -1;
          if (!SecretOption.onlyOptions(line.substring(program + option.program().length(), at))) {
            return false;
          }
        }
        int from = valueStart(value);
        int end = valueEnd(value);
        int split = option.after() == 0 ? from - 1 : line.indexOf(option.after(), from);
        if (split < end && (option.after() == 0 || split >= 0)) {
          hide(split + 1, end);
        }
        return true;
      }
    }
    return false;
  }

  private int[] programs() {
    if (programs == null) {
      programs = SecretOption.KNOWN.stream().mapToInt(option -> option.namedIn(line)).toArray();
    }
    return programs;
  }

  /** {@code 123456:ABC…}, a bot's token: nothing else has so many letters behind a number. */
  private boolean hidesBotToken(int colon) {
    int start = colon;
    while (start > kept && colon - start < 13 && Character.isDigit(line.charAt(start - 1))) {
      start--;
    }
    int end = colon + 1;
    while (end < line.length() && isNamePart(line.charAt(end)) && line.charAt(end) != '.') {
      end++;
    }
    boolean token = colon - start >= 6 && colon - start <= 12 && end - colon > 30;
    if (token) {
      hide(start, end);
    }
    return token;
  }

  /** {@code --password hunter2}, or an option of a known program. */
  private void option(int dash) {
    if (hidesOptionOfProgram(dash) || !line.startsWith("--", dash)) {
      return;
    }
    int start = dash + 2;
    int end = start;
    while (end < line.length() && isNamePart(line.charAt(end))) {
      end++;
    }
    if (end < line.length() && line.charAt(end) == ' ' && isSecret(start, end)) {
      int value = afterBlanks(end);
      if (value < line.length() && line.charAt(value) != '-') {
        hide(valueStart(value), valueEnd(value));
      }
    }
  }

  /** {@code name=value}, {@code name: value}, {@code "name": "value"}, {@code [name] => value}. */
  private void value(int separator) {
    if (separator > 0 && line.charAt(separator - 1) == line.charAt(separator)) {
      return;
    }
    if (line.startsWith("::", separator)) {
      return;
    }
    int nameEnd = separator;
    while (nameEnd > 0
        && separator - nameEnd < 8
        && "\"'\\] \t".indexOf(line.charAt(nameEnd - 1)) >= 0) {
      nameEnd--;
    }
    int nameStart = nameEnd;
    while (nameStart > kept
        && nameEnd - nameStart < LONGEST_NAME
        && isNamePart(line.charAt(nameStart - 1))) {
      nameStart--;
    }
    if (nameStart == nameEnd) {
      return;
    }
    int start = separator + 1;
    while (start < line.length() && (line.charAt(start) == '=' || line.charAt(start) == '>')) {
      start++;
    }
    start = afterBlanks(start);
    if (isHeader(nameStart, nameEnd)) {
      header(start);
    } else if (isSecret(nameStart, nameEnd) || isSecretInQuery(nameStart, nameEnd, separator)) {
      assigned(nameStart, nameEnd, separator, start);
    }
  }

  private void assigned(int nameStart, int nameEnd, int separator, int start) {
    int from = valueStart(start);
    int to = valueEnd(start);
    boolean count = line.charAt(separator) == ':' && isCount(from, to);
    // PWD and OLDPWD are the shell's directories.
    boolean directory =
        from < line.length() && line.charAt(from) == '/' && line.startsWith("PWD", nameEnd - 3);
    if (!count && !(directory && nameEnd - nameStart <= 6)) {
      hide(from, to);
    }
  }

  /** {@code Authorization: Bearer …}: the scheme stays, the rest of the value goes. */
  private void header(int start) {
    int from = valueStart(start);
    int end = from;
    while (end < line.length() && "\"'".indexOf(line.charAt(end)) < 0) {
      end++;
    }
    int space = from;
    while (space < end && Character.isLetter(line.charAt(space))) {
      space++;
    }
    boolean scheme = space > from && space < end - 1 && line.charAt(space) == ' ';
    hide(scheme ? space + 1 : from, end);
  }

  private boolean isHeader(int from, int to) {
    String name = line.substring(from, to).toLowerCase(Locale.ROOT);
    return name.equals("authorization")
        || name.equals("proxy-authorization")
        || name.equals("cookie")
        || name.equals("set-cookie");
  }

  private boolean isSecret(int from, int to) {
    String name = line.substring(from, to).toLowerCase(Locale.ROOT);
    String plain = name.replace("-", "").replace("_", "").replace(".", "");
    int end = plain.length();
    while (end > 0 && Character.isDigit(plain.charAt(end - 1))) {
      end--;
    }
    for (String secret : NAMES) {
      if (plain.startsWith(secret, end - secret.length())) {
        return true;
      }
    }
    return plain.startsWith("moodlesession");
  }

  private boolean isSecretInQuery(int from, int to, int separator) {
    boolean inQuery = from > 0 && (line.charAt(from - 1) == '?' || line.charAt(from - 1) == '&');
    return inQuery
        && to == separator
        && IN_QUERIES.contains(line.substring(from, to).toLowerCase(Locale.ROOT));
  }

  private int afterBlanks(int i) {
    while (i < line.length() && (line.charAt(i) == ' ' || line.charAt(i) == '\t')) {
      i++;
    }
    return i;
  }

  private int valueStart(int i) {
    int quote = i < line.length() && line.charAt(i) == '\\' ? i + 1 : i;
    boolean quoted = quote < line.length() && "\"'".indexOf(line.charAt(quote)) >= 0;
    return quoted ? quote + 1 : i;
  }

  /** The end of a value that begins at {@code i}; an open quote reaches to the line's end. */
  private int valueEnd(int i) {
    int start = valueStart(i);
    if (start > i) {
      char quote = line.charAt(start - 1);
      boolean escaped = start - i == 2;
      for (int end = start; end < line.length(); end++) {
        if (line.charAt(end) == '\\'
            && !(escaped && line.startsWith(String.valueOf(quote), end + 1))) {
          end++;
        } else if (line.charAt(end) == quote || line.charAt(end) == '\\') {
          return end;
        }
      }
      return line.length();
    }
    int end = start;
    while (end < line.length() && " \t&\"'<>".indexOf(line.charAt(end)) < 0) {
      end++;
    }
    while (end > start && ")]},;.".indexOf(line.charAt(end - 1)) >= 0) {
      end--;
    }
    return end;
  }

  /** One to three digits after a colon count something: "wrong password: 3". */
  private boolean isCount(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Character.isDigit(line.charAt(i))) {
        return false;
      }
    }
    return to - from <= 3;
  }

  private static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-'
        || c == '.';
  }
}
