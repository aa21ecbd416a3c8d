package heartbeat;

/** A command can't do what it was asked for: its message goes to standard error, for people. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  Refusal(int status, String message) {
    super(message);
    this.status = status;
  }

  /** What the process ends with. */
  int status() {
    return status;
  }
}
