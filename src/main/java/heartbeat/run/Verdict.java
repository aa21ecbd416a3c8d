package heartbeat.run;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is to be thought of a run. */
public sealed interface Verdict {
  /** Findings of any verdict: what failed, or notes on a success. */
  List<Finding> findings();

  /** The fixed name of the reason: of a failure, a warning or a skip; null for a success. */
  @Nullable String reason();

  /** The name for users: {@code success}, {@code warning}, {@code failure}, {@code skipped}. */
  default String id() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** The same without anything that the job wrote. */
  default Verdict withoutText() {
    List<Finding> kinds = Finding.withoutText(findings());
    return switch (this) {
      case Success success -> new Success(kinds);
      case Warning warning -> new Warning(kinds);
      case Failure failure -> new Failure(failure.why(), kinds);
      case Skipped skipped -> new Skipped(skipped.why(), kinds);
    };
  }

  /** It completed; findings are notes such as {@code nothing-ran}. */
  record Success(List<Finding> findings) implements Verdict {
    public Success {
      findings = List.copyOf(findings);
    }

    @Override
    public @Nullable String reason() {
      return null;
    }
  }

  /** It completed, but something in it failed; there is at least one finding. */
  record Warning(List<Finding> findings) implements Verdict {
    public Warning {
      findings = List.copyOf(findings);
    }

    @Override
    public String reason() {
      return findings.getFirst().kind();
    }
  }

  /** It did not complete. */
  record Failure(Reason why, List<Finding> findings) implements Verdict {
    public Failure {
      findings = List.copyOf(findings);
    }

    @Override
    public String reason() {
      return why.id();
    }
  }

  /** It was told not to run; {@code why} is a fixed name such as {@code maintenance}. */
  record Skipped(String why, List<Finding> findings) implements Verdict {
    public Skipped {
      findings = List.copyOf(findings);
    }

    @Override
    public String reason() {
      return why;
    }
  }
}
