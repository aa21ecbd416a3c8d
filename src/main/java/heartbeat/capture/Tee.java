package heartbeat.capture;

import java.io.IOException;
import java.io.OutputStream;

/** Copies the output to another stream as it comes. */
final class Tee implements AsyncWriter.Target {
  private final OutputStream out;
  private long written;
  private volatile long held;

  /** The stream should not buffer: each piece is written and flushed at once. */
  Tee(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    out.flush();
    written += length;
    held = written;
  }

  /** Writes nothing: the copy has only bytes of the job. The run's notes say what is missing. */
  @Override
  public void lost(long bytes) {}

  @Override
  public void finish() throws IOException {
    out.flush();
  }

  @Override
  public void abandon() {}

  @Override
  public long held() {
    return held;
  }
}
