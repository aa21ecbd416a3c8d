package heartbeat.server;

/** A request that is answered with an error: the client's doing, not worth a stack trace. */
final class Rejected extends RuntimeException {
  private final int status;

  Rejected(int status, String text) {
    super(text, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
