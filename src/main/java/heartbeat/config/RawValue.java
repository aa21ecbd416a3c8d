package heartbeat.config;

/**
 * A value as it was written, before {@code ${…}} is filled in.
 *
 * @param place of the value itself, not of its key
 */
record RawValue(String text, Place place) {
  /** Whether a part of it comes from a file or the environment. */
  boolean isFilledIn() {
    return text.contains("${");
  }
}
