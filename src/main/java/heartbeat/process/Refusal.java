package heartbeat.process;

/** A command can't do what the user wants: the message goes to standard error. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  public Refusal(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The exit status of the process. */
  public int status() {
    return status;
  }
}
