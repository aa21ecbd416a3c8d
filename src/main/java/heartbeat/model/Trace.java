package heartbeat.model;

/** Tells step by step what goes on, to somebody who has asked for it with {@code -v}. */
public interface Trace {
  /** Nobody has asked. */
  Trace OFF = new Off();

  /** Whether somebody has asked, so that it is worth finding words. */
  boolean isOn();

  /** Tells one line; secrets that are known by their looks are masked. */
  void tell(String what);

  /** Tells nobody. A class and no lambda: the hot path is to load little. */
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
