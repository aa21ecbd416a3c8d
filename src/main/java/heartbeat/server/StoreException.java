package heartbeat.server;

/** The database could not be read or written. */
final class StoreException extends RuntimeException {
  StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
