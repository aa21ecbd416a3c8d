package heartbeat.process;

import org.graalvm.nativeimage.VMRuntime;

/**
 * What a native image has to do for itself because it does not read options of the runtime out of
 * its command line ({@code -H:-ParseRuntimeOptions}): the start-up hooks are skipped with them. One
 * of them takes care of SIGPIPE, which would else end the run, and with it the job.
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
