package heartbeat.process;

import org.graalvm.nativeimage.VMRuntime;

/**
 * The start-up hooks of a native image. As it reads no options of the runtime in its command line
 * ({@code -H:-ParseRuntimeOptions}), the runtime skips them. One of them handles SIGPIPE, which
 * would else end the run, and with it the job.
 *
 * <p>Apart from {@code Main}, so that a JVM never looks for the class of the GraalVM SDK, which is
 * not there.
 */
public final class NativeRuntime {
  private NativeRuntime() {}

  /** Before anything else in main. */
  public static void initialize() {
    VMRuntime.initialize();
  }
}
