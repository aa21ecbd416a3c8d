package heartbeat.server.http;

/** A request that is answered with an error: the client's doing, not worth a stack trace. */
public final class Rejected extends RuntimeException {
  private final int status;

  public Rejected(int status, String text) {
    super(text, null, false, false);
    this.status = status;
  }

  public int status() {
    return status;
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
