package heartbeat.model;

/** Tells each step of a run to a person who wants it, by {@code -v}. */
public interface Trace {
  /** Nobody wants it. */
  Trace OFF = new Off();

  /** Whether somebody wants it, so that making the words is worth the time. */
  boolean isOn();

  /** Tells one line; masks known secrets. */
  void tell(String what);

  /** Tells nobody. A class and no lambda: the hot path must load little. */
  final class Off implements Trace {
    private Off() {}

    @Override
    public boolean isOn() {
      return false;
    }

    @Override
    public void tell(String what) {}
  }
}
