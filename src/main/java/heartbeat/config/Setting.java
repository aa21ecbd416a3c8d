package heartbeat.config;

/**
 * A value that has been understood.
 *
 * @param value of the class that {@link Values} says, or {@link Absent}
 */
record Setting(Object value, Place place) {
  /** The word {@code none}: no value, whatever a lower level says. */
  enum Absent {
    NONE
  }
}
