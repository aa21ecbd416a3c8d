package heartbeat.server;

/** How the switch answers a ping. */
public enum PingReply {
  OK(200, "OK"),
  CREATED(201, "Created"),
  INVALID(400, "invalid url format"),
  NOT_FOUND(404, "not found"),
  AMBIGUOUS(409, "ambiguous slug"),
  TOO_MANY(429, "rate limited");

  private final int status;
  private final String text;

  PingReply(int status, String text) {
    this.status = status;
    this.text = text;
  }

  public int status() {
    return status;
  }

  public String text() {
    return text;
  }
}
