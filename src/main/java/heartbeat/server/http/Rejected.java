package heartbeat.server.http;

/** Ends a request with an error status. The client caused it, so no stack trace is logged. */
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
