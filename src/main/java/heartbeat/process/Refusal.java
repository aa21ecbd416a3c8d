package heartbeat.process;

/** A command can't do what it was asked for: its message goes to standard error, for people. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  public Refusal(int status, String message) {
    super(message);
    this.status = status;
  }

  /** What the process ends with. */
  public int status() {
    return status;
  }
}
