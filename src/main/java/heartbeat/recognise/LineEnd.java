package heartbeat.recognise;

/** How the part of a line that a recogniser is given came to its end. */
enum LineEnd {
  /** With a newline: the line is whole. */
  NEWLINE,
  /** The output stopped here, perhaps in the middle of a line. */
  OUTPUT,
  /** The line goes on, but no more of it is kept. */
  WINDOW
}
