package heartbeat.crontab;

import java.util.ArrayList;
import java.util.List;

/**
 * A command line cut into the tokens of the POSIX shell (XCU 2.3), as far as is needed to see where
 * commands end and where output goes. Quotes, substitutions and groups in parentheses are not
 * looked into: they are parts of words.
 */
final class ShellTokens {
  /** What a token is. */
  enum Kind {
    WORD,
    /** What ends a command: {@code ; & && || | |&}. */
    OPERATOR,
    /** With its target: {@code 2>&1}, {@code >> /var/log/x}. */
    REDIRECT,
    COMMENT
  }

  /** From start to end of the text. */
  record Token(Kind kind, int start, int end, String text) {}

  private final String line;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private ShellTokens(String line) {
    this.line = line;
  }

  /** Throws IllegalArgumentException, with a message for people, when a quote is not closed. */
  static List<Token> of(String line) {
    var scan = new ShellTokens(line);
    scan.scan();
    return scan.tokens;
  }

  private void scan() {
    while (at < line.length()) {
      char c = line.charAt(at);
      int start = at;
      if (c == ' ' || c == '\t') {
        at++;
      } else if (c == '#') {
        at = line.length();
        add(Kind.COMMENT, start);
      } else if (isRedirect()) {
        redirect();
        add(Kind.REDIRECT, start);
      } else if (c == ';' || c == '&' || c == '|') {
        char next = at + 1 < line.length() ? line.charAt(at + 1) : ' ';
        at += next == c || (c == '|' && next == '&') ? 2 : 1;
        add(Kind.OPERATOR, start);
      } else {
        word();
        add(Kind.WORD, start);
      }
    }
  }

  private void add(Kind kind, int start) {
    tokens.add(new Token(kind, start, at, line.substring(start, at)));
  }

  private boolean isRedirect() {
    int i = at;
    while (i < line.length() && line.charAt(i) >= '0' && line.charAt(i) <= '9') {
      i++;
    }
    boolean both = i == at && line.startsWith("&>", i);
    return both || (i < line.length() && (line.charAt(i) == '>' || line.charAt(i) == '<'));
  }

  private void redirect() {
    while ("<>&|".indexOf(line.charAt(at)) < 0) {
      at++;
    }
    while (at < line.length() && "<>&|".indexOf(line.charAt(at)) >= 0) {
      at++;
    }
    while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
      at++;
    }
    if (at == line.length()) {
      throw new IllegalArgumentException("a redirection leads nowhere");
    }
    if (line.charAt(at) == '(' || line.startsWith("<(", at) || line.startsWith(">(", at)) {
      throw new IllegalArgumentException("how the command in <( ) or >( ) ends, nobody sees");
    }
    word();
  }

  private void word() {
    int start = at;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (" \t;&|<>".indexOf(c) >= 0) {
        break;
      } else if (c == ')') {
        throw new IllegalArgumentException("a ')' has no '('");
      }
      part();
    }
    if (at == start) {
      throw new IllegalArgumentException("a redirection leads nowhere");
    }
  }

  /** One character, or what is quoted or grouped from it on. */
  private void part() {
    char c = line.charAt(at);
    if (line.startsWith("$'", at)) {
      throw new IllegalArgumentException("it has $'...', which only some shells know");
    }
    switch (c) {
      case '\\' -> at = Math.min(at + 2, line.length());
      case '\'' -> at = closing('\'') + 1;
      case '"', '`' -> quoted(c);
      case '(' -> group();
      default -> at++;
    }
  }

  private int closing(char quote) {
    int end = line.indexOf(quote, at + 1);
    if (end < 0) {
      throw new IllegalArgumentException("a quote (" + quote + ") is not closed");
    }
    return end;
  }

  private void quoted(char quote) {
    int open = at;
    at++;
    while (at < line.length() && line.charAt(at) != quote) {
      boolean substitution = line.startsWith("$(", at);
      at += line.charAt(at) == '\\' ? 2 : 1;
      if (substitution) {
        group();
      }
    }
    if (at >= line.length()) {
      at = open;
      throw new IllegalArgumentException("a quote (" + quote + ") is not closed");
    }
    at++;
  }

  private void group() {
    at++;
    while (at < line.length() && line.charAt(at) != ')') {
      part();
    }
    if (at >= line.length()) {
      throw new IllegalArgumentException("a '(' is not closed");
    }
    at++;
  }
}
