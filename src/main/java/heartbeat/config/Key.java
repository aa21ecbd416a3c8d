package heartbeat.config;

import org.jspecify.annotations.Nullable;

/** A key that takes a value: what is known of it, for files, flags, help, sample and messages. */
public final class Key {
  private final String path;
  private final boolean ofJob;
  private final ValueType type;
  private final @Nullable String builtIn;
  private final String example;
  private final String help;

  private Key(
      String path,
      boolean ofJob,
      ValueType type,
      @Nullable String builtIn,
      String example,
      String help) {
    this.path = path;
    this.ofJob = ofJob;
    this.type = type;
    this.builtIn = builtIn;
    this.example = example;
    this.help = help;
  }

  static Key ofJob(
      String path, ValueType type, @Nullable String builtIn, String example, String help) {
    return new Key(path, true, type, builtIn, example, help);
  }

  static Key ofTop(
      String path, ValueType type, @Nullable String builtIn, String example, String help) {
    return new Key(path, false, type, builtIn, example, help);
  }

  /** Where it stands in a file: {@code ping.success-url} within a job, {@code smtp.host}. */
  public String path() {
    return path;
  }

  /** Whether it is set for a job, in {@code defaults} or under a job's name; else at the top. */
  public boolean isOfJob() {
    return ofJob;
  }

  /** What may be written as its value. */
  public ValueType type() {
    return type;
  }

  /** The value that holds when nothing is written, as YAML; null: none. */
  public @Nullable String builtIn() {
    return builtIn;
  }

  /** A value that makes sense and is not the built-in one, as YAML. */
  public String example() {
    return example;
  }

  /** One line of help. */
  public String help() {
    return help;
  }

  /** The map that it stands in, {@code ping}, {@code mail} or {@code smtp}; empty: in none. */
  public String group() {
    int dot = path.indexOf('.');
    return dot < 0 ? "" : path.substring(0, dot);
  }

  /** Its name within its group. */
  public String leaf() {
    return path.substring(path.indexOf('.') + 1);
  }

  /** The flag of the same meaning, with its dashes: {@code --ping-success-url}. */
  public String flag() {
    return "--".concat(path.replace('.', '-'));
  }

  /** Whether this value of it must not be shown, or be readable by everybody. */
  public boolean isSecret(String value) {
    return switch (type.kind()) {
      case URL, HEADERS, PASSWORD -> true;
      case PROXY -> value.indexOf('@') >= 0;
      default -> false;
    };
  }

  /** Whether the word {@code none} takes back what a lower level has set. */
  public boolean canBeNone() {
    return builtIn == null
        && switch (type.kind()) {
          case URL, PROXY, DURATION -> true;
          default -> false;
        };
  }

  @Override
  public String toString() {
    return path;
  }
}
