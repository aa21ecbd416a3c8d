package heartbeat.server.store;

/** The database could not be read or written. */
public final class StoreException extends RuntimeException {
  StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
