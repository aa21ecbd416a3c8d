package heartbeat.server.store;

/** The database could not be read or written; the message is for the user. */
public final class StoreException extends RuntimeException {
  StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same, with what follows from it for the user. */
  public StoreException and(String consequence) {
    return new StoreException(getMessage() + "; " + consequence, this);
  }
}
