package heartbeat;

/** Where the process begins. */
public final class Main {
  private Main() {}

  /** Ends the process with the status of {@link #run}: the only System.exit. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String[] args) {
    System.out.println("hi " + String.join("|", args));
    return args.length > 0 ? 1 : 0;
  }
}
