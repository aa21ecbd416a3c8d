package heartbeat.run;

/** Finds where lines end: the one loop that touches every byte of a run. */
final class Newline {
  private Newline() {}

  /** The index of the first newline in {@code [from, to)}, or -1. */
  static int find(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
