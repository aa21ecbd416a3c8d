package heartbeat.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Bytes on their way to a terminal, with every control character but line end and tab made visible
 * ({@code ^[} for escape): the log of a job must not set the clipboard or the title of who reads
 * it, nor hide lines. UTF-8 passes; its control characters of two bytes become {@code ^?}.
 */
final class TerminalText extends FilterOutputStream {
  private static final int FIRST_OF_TWO = 0xC2;
  private static final int DELETE = 0x7F;

  private boolean held;
  private boolean carriageReturn;

  TerminalText(OutputStream terminal) {
    super(terminal);
  }

  @Override
  public void write(int b) throws IOException {
    int c = b & 0xFF;
    if (held) {
      held = false;
      if (c >= 0x80 && c < 0xA0) {
        caret('?');
        return;
      }
      out.write(FIRST_OF_TWO);
    }
    if (carriageReturn) {
      carriageReturn = false;
      if (c != '\n') {
        caret('M');
      }
    }
    if (c == FIRST_OF_TWO) {
      held = true;
    } else if (c == '\r') {
      carriageReturn = true;
    } else if (c == DELETE) {
      caret('?');
    } else if (c < ' ' && c != '\n' && c != '\t') {
      caret(c + '@');
    } else {
      out.write(c);
    }
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    for (int i = from; i < from + length; i++) {
      write(bytes[i]);
    }
  }

  private void caret(int letter) throws IOException {
    out.write('^');
    out.write(letter);
  }

  @Override
  public void flush() throws IOException {
    if (held) {
      held = false;
      out.write(FIRST_OF_TWO);
    }
    out.flush();
  }
}
