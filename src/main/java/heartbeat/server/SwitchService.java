package heartbeat.server;

import heartbeat.channel.ToldRecipients;
import heartbeat.check.Alert;
import heartbeat.check.Cause;
import heartbeat.check.Check;
import heartbeat.check.CheckState;
import heartbeat.check.Evaluator;
import heartbeat.check.Event;
import heartbeat.check.Flip;
import heartbeat.check.Maintenance;
import heartbeat.check.Transition;
import heartbeat.server.alert.Channel;
import heartbeat.server.alert.Message;
import heartbeat.server.http.Rejected;
import heartbeat.server.store.Origin;
import heartbeat.server.store.PlannedMaintenance;
import heartbeat.server.store.Rows;
import heartbeat.server.store.Session;
import heartbeat.server.store.Store;
import heartbeat.server.store.StoredCheck;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies events to checks, both pings and silence: the evaluator decides, then one transaction
 * stores the new state, the flips and the alerts. Endpoints and watchdog use it.
 */
public final class SwitchService {
  private final Store store;
  private final InstantSource clock;
  private final Wakeup watchdog = new Wakeup();
  private final Wakeup alerts = new Wakeup();
  private final PingIntake intake = new PingIntake(this);
  private volatile @Nullable Instant awake;
  private volatile Nodes nodes;
  private volatile ServeSettings settings;
  private volatile boolean lateWanted;

  SwitchService(Store store, InstantSource clock, ServeSettings settings) {
    this.store = store;
    this.clock = store.clock(clock);
    this.settings = settings;
    this.nodes = new Nodes(store.isShared(), "switch", "unknown");
    this.lateWanted = settings.alerting().routes().anybodyWantsLate();
  }

  /** Receives pings. */
  public PingIntake intake() {
    return intake;
  }

  /** The switches on this database. */
  public Nodes nodes() {
    return nodes;
  }

  /** Sets this switch's name and version. */
  void nodes(Nodes named) {
    named.config(settings.checks());
    nodes = named;
  }

  public Store store() {
    return store;
  }

  public ServeSettings settings() {
    return settings;
  }

  public void settings(ServeSettings next) {
    settings = next;
    nodes.config(next.checks());
    lateWanted = next.alerting().routes().anybodyWantsLate();
  }

  /** Wakes the watchdog when it must judge a check earlier than planned. */
  Wakeup watchdogWakeup() {
    return watchdog;
  }

  /** Wakes the alerts thread when there is something to send. */
  Wakeup alertsWakeup() {
    return alerts;
  }

  /** The current time, in whole milliseconds, as the database stores it. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Sets the end of an outage: pings that waited in the queue are judged as if they came at this
   * time. Null removes it, for example after the clock was set back.
   */
  void notJudgedBefore(@Nullable Instant time) {
    awake = time;
  }

  Instant judgedAt(Instant heard) {
    Instant earliest = awake;
    return earliest != null && heard.isBefore(earliest) ? earliest : heard;
  }

  /** The result of an event, and when the watchdog must judge the check again; null: never. */
  public record Effect(Transition transition, @Nullable Instant wake) {}

  /**
   * Applies an event to a check within a transaction. After the transaction, the caller must pass
   * the effect to {@link #ring}.
   */
  public Effect apply(Session session, StoredCheck stored, Event event, Instant heard)
      throws SQLException {
    Instant now = judgedAt(heard);
    return keep(session, stored, evaluated(stored, event, now), now, ToldRecipients.NOBODY);
  }

  /**
   * Like {@link #apply}, but when the event changes nothing, it stores nothing and returns null.
   */
  @Nullable Effect applyIfItMatters(Session session, StoredCheck stored, Event event, Instant now)
      throws SQLException {
    Transition transition = evaluated(stored, event, now);
    boolean matters = transition.excused() || !transition.state().equals(stored.state());
    return matters ? keep(session, stored, transition, now, ToldRecipients.NOBODY) : null;
  }

  Transition evaluated(StoredCheck stored, Event event, Instant now) {
    Check check = stored.check();
    return Evaluator.apply(check, stored.state(), event, now, tellsLate(check));
  }

  private boolean tellsLate(Check check) {
    return lateWanted && settings.alerting().routes().wantLate(check);
  }

  /**
   * Sends a message about the switch itself to the channels that get all alerts. After the
   * transaction, the caller must wake the alerts thread.
   */
  void tell(Session session, Message message) throws SQLException {
    List<Channel> channels = settings.alerting().routes().defaults();
    for (Channel channel : channels.isEmpty() ? settings.alerting().routes().all() : channels) {
      session.outbox().add(null, channel.key(), message, message.at(), message.at());
    }
  }

  /**
   * Stores the result of an event. {@code told} are the people whom the client has notified
   * already.
   */
  Effect keep(
      Session session, StoredCheck stored, Transition transition, Instant now, ToldRecipients told)
      throws SQLException {
    Check check = stored.check();
    Instant wake = Evaluator.wake(check, transition.state(), tellsLate(check));
    session.checks().save(stored, transition.state(), wake, now);
    AlertRouting routing =
        new AlertRouting(
            session,
            stored.id(),
            settings.alerting().routes().of(check),
            transition.alerts().isEmpty() ? null : maintenance(session, check, now),
            now);
    for (Flip flip : transition.flips()) {
      session.flips().add(stored.id(), flip);
      routing.flipped(flip);
    }
    if (transition.state().hold().acknowledged() != null
        && stored.state().hold().acknowledged() == null) {
      routing.acknowledged();
    }
    String base = settings.listen().baseUrl();
    for (Alert alert : transition.alerts()) {
      boolean known =
          alert.kind() == Alert.Kind.RECOVERED
              || (alert.kind() == Alert.Kind.DOWN && alert.cause() == Cause.FAILED);
      routing.add(
          alert,
          AlertMessages.of(session, stored, transition, alert, base),
          known ? told : ToldRecipients.NOBODY);
    }
    return new Effect(transition, wake);
  }

  /** The maintenance during which this check's alerts wait now; null: they do not wait. */
  public Maintenance.@Nullable Span maintenance(Session session, Check check, Instant now)
      throws SQLException {
    return Maintenance.of(check, maintenance(session), now);
  }

  /** All maintenance: that of the config, and that planned on the pages. */
  public List<Maintenance> maintenance(Session session) throws SQLException {
    List<Maintenance> all = new ArrayList<>(settings.alerting().maintenance());
    for (PlannedMaintenance.Planned planned : PlannedMaintenance.all(session)) {
      all.add(planned.maintenance());
    }
    return all;
  }

  /** Removes planned maintenance. Alerts that wait for its end are due now. */
  public void endMaintenance(String id) {
    Instant now = now();
    store.write(
        session -> {
          for (PlannedMaintenance.Planned gone : PlannedMaintenance.remove(session, id)) {
            Maintenance.Span span = gone.maintenance().times().around(now);
            if (span != null) {
              session.pendingAlerts().maintenanceEnded(span.from(), span.until(), now);
            }
          }
          return true;
        });
    alerts.ring();
  }

  /**
   * Pauses, resumes or acknowledges a check for a person. Throws Rejected when there is no such
   * check.
   */
  public StoredCheck change(long id, Event event) {
    Instant now = now();
    record Changed(StoredCheck stored, Effect effect) {}
    Changed changed =
        store.write(
            Rows.of(List.of(id)),
            session -> {
              StoredCheck stored = session.checks().find(id);
              if (stored == null) {
                throw new Rejected(404, "not found");
              }
              if (stored.origin() == Origin.LEFT) {
                throw new Rejected(409, "this check is not in the config any more");
              }
              Effect effect = apply(session, stored, event, now);
              CheckState state = effect.transition().state();
              return new Changed(
                  new StoredCheck(id, stored.origin(), stored.check(), state), effect);
            });
    ring(changed.effect);
    return changed.stored;
  }

  /** Wakes watchdog and alerts thread if this effect concerns them. */
  public void ring(Effect effect) {
    if (effect.wake() != null) {
      watchdog.ringFor(effect.wake());
    }
    if (!effect.transition().alerts().isEmpty()) {
      alerts.ring();
    }
  }
}
