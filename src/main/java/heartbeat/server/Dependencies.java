package heartbeat.server;

import heartbeat.check.Check;
import heartbeat.check.Deadline;
import heartbeat.check.DisplayStatus;
import heartbeat.check.Status;
import heartbeat.server.store.DependencyIndex;
import heartbeat.server.store.HeldAlerts;
import heartbeat.server.store.HeldAlerts.Held;
import heartbeat.server.store.Origin;
import heartbeat.server.store.Session;
import heartbeat.server.store.StoredCheck;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds back the alerts of a check while a check that it depends on (a parent) is down. When the
 * parent recovers and the check stays down, its alert is sent. This class works on alerts just
 * before they are sent: so it does not matter in which order the checks went down, or whether the
 * config changed since.
 */
final class Dependencies {
  /** How long an alert waits at most to see whether an overdue parent goes down. */
  private static final Duration LONGEST_DOUBT = Duration.ofMinutes(5);

  /**
   * How long an alert waits at most, after the parent has recovered, for the check to recover too.
   */
  private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(5);

  private final SwitchService service;

  Dependencies(SwitchService service) {
    this.service = service;
  }

  /** The state of a check's parents: the worst of them counts. */
  private sealed interface Parents {
    record Fine() implements Parents {}

    /** A parent is overdue; without a ping it goes down at {@code until}. */
    record Overdue(Instant until) implements Parents {}

    record Down() implements Parents {}
  }

  private static final Parents FINE = new Parents.Fine();

  /** Holds back and releases alerts. Call it before sending. */
  void sort(Instant now) {
    Duration gather = service.settings().alerting().routes().longestGather();
    boolean idle =
        service.store().<Boolean>read(session -> holdable(session, now, gather).isEmpty());
    if (!idle) {
      service
          .store()
          .write(
              session -> {
                session.lock("dependencies");
                sort(session, holdable(session, now, gather), now);
                return true;
              });
    }
  }

  private static List<HeldAlerts.Holdable> holdable(Session session, Instant now, Duration gather)
      throws SQLException {
    boolean any = DependencyIndex.any(session);
    return session.heldAlerts().holdable(any ? now.plus(gather) : now, any);
  }

  private static void sort(Session session, List<HeldAlerts.Holdable> alerts, Instant now)
      throws SQLException {
    Map<Long, @Nullable StoredCheck> children = new HashMap<>();
    for (HeldAlerts.Holdable alert : alerts) {
      if (!children.containsKey(alert.check())) {
        children.put(alert.check(), session.checks().find(alert.check()));
      }
      StoredCheck child = children.get(alert.check());
      Parents parents = child == null ? FINE : parents(session, child, now);
      boolean down = child != null && child.state().status() == Status.DOWN;
      settle(session, alert, child, down, parents, now);
    }
  }

  private static void settle(
      Session session,
      HeldAlerts.Holdable alert,
      @Nullable StoredCheck child,
      boolean down,
      Parents parents,
      Instant now)
      throws SQLException {
    Held held = alert.held();
    switch (parents) {
      case Parents.Down gone -> {
        if (alert.down() && held == Held.DOWN && !down) {
          session.heldAlerts().drop(alert.id());
        } else if (held != Held.DOWN && (down || !alert.down())) {
          session.heldAlerts().hold(alert.id());
        }
      }
      case Parents.Overdue doubt -> {
        Instant longest = alert.created().plus(LONGEST_DOUBT);
        if (held == Held.DOWN) {
          comeBack(session, alert, child, down, now);
        } else if (held == null && (down || !alert.down()) && now.isBefore(longest)) {
          Instant due = doubt.until().isBefore(longest) ? doubt.until() : longest;
          session.heldAlerts().holdUntil(alert.id(), Held.OVERDUE, alert.created(), due);
        }
      }
      case Parents.Fine fine -> {
        if (held == Held.DOWN) {
          comeBack(session, alert, child, down, now);
        } else if (held == Held.OVERDUE && down != alert.down()) {
          // The check is not late any more, or has recovered.
          session.heldAlerts().drop(alert.id());
        } else if (held == Held.OVERDUE) {
          session.heldAlerts().release(alert.id(), now);
        }
      }
    }
  }

  /**
   * The parent has recovered: the child gets time until its next ping is due to recover as well.
   */
  private static void comeBack(
      Session session,
      HeldAlerts.Holdable alert,
      @Nullable StoredCheck child,
      boolean down,
      Instant now)
      throws SQLException {
    if (!down || child == null || !alert.down()) {
      session.heldAlerts().drop(alert.id());
      return;
    }
    Check check = child.check();
    Instant ownTime = check.schedule().next(now).plus(check.grace());
    Instant longest = now.plus(LONGEST_RECOVERY);
    Instant due = ownTime.isBefore(longest) ? ownTime : longest;
    session.heldAlerts().holdUntil(alert.id(), Held.SETTLING, now, due);
  }

  /** The worst state of all parents of a check, and of the parents of its parents. */
  private static Parents parents(Session session, StoredCheck child, Instant now)
      throws SQLException {
    Parents worst = FINE;
    if (child.origin() == Origin.LEFT) {
      return worst;
    }
    Set<UUID> seen = new HashSet<>();
    Deque<UUID> open = new ArrayDeque<>(child.check().extras().dependsOn());
    while (!open.isEmpty()) {
      UUID next = open.remove();
      StoredCheck parent = seen.add(next) ? session.checks().find(next) : null;
      if (parent != null) {
        worst = worse(worst, standing(parent, now));
        open.addAll(parent.check().extras().dependsOn());
      }
    }
    return worst;
  }

  private static Parents worse(Parents a, Parents b) {
    if (a instanceof Parents.Down || b instanceof Parents.Fine) {
      return a;
    }
    boolean first =
        a instanceof Parents.Overdue x
            && b instanceof Parents.Overdue y
            && x.until().isAfter(y.until());
    return first ? a : b;
  }

  private static Parents standing(StoredCheck parent, Instant now) {
    DisplayStatus look = Deadline.exactStatus(parent.check(), parent.state(), now);
    Deadline deadline = Deadline.of(parent.check(), parent.state());
    return switch (look) {
      case DOWN -> new Parents.Down();
      case GRACE ->
          deadline == null ? FINE : new Parents.Overdue(deadline.at().plus(Duration.ofSeconds(1)));
      case NEW, UP, PAUSED -> FINE;
    };
  }
}
