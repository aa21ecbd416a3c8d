package heartbeat.crontab;

/** A word of a shell's command line, as the program gets it: without its quotes. */
final class BareWord {
  private BareWord() {}

  /** Without quotes and backslashes (POSIX, 2.2); expansions stay as they are written. */
  static String unquoted(String word) {
    var text = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean hasNext = i + 1 < word.length();
      if (c == '\\' && quote != '\'' && hasNext) {
        char next = word.charAt(++i);
        boolean stays = quote == '"' && "$`\"\\".indexOf(next) < 0;
        text.append(stays ? "\\" : "").append(next);
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** The part behind its last slash, without quotes. */
  static String baseName(String word) {
    String plain = unquoted(word);
    return plain.substring(plain.lastIndexOf('/') + 1);
  }
}
