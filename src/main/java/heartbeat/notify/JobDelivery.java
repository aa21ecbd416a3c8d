package heartbeat.notify;

import com.google.gson.JsonParseException;
import heartbeat.channel.ToldRecipients;
import heartbeat.model.Delivery;
import heartbeat.model.FileTrouble;
import heartbeat.model.Notification.SendPing;
import heartbeat.model.PingKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Delivers the items of one job, whose lock the caller holds. */
final class JobDelivery {
  /** An item that has failed so often no longer holds up those behind it. */
  private static final int ENOUGH_ATTEMPTS = 3;

  private final DeliveryPass pass;
  private final OutboxFolder folder;
  private final Duration keep;
  private final boolean all;

  /** The names of the items that had their turn, whether heartbeat tried them or not. */
  private final Set<String> seen = new HashSet<>();

  /** The names of the items when the folder was last listed. */
  private List<String> waiting = List.of();

  /** The ways that are blocked, and whether that is because an attempt failed. */
  private final Map<String, Boolean> blocked = new HashMap<>();

  /**
   * The ways on which an item has failed often, and the names of other such items there, which
   * wait: the fault is the item's or the server's, and a fresh item will show which.
   */
  private final Map<String, Set<String>> doubtful = new HashMap<>();

  JobDelivery(DeliveryPass pass, OutboxFolder folder, Duration keep, boolean all) {
    this.pass = pass;
    this.folder = folder;
    this.keep = keep;
    this.all = all;
  }

  /** Gives every item its turn, also those that are put there meanwhile. */
  void deliver() throws IOException {
    boolean more = true;
    while (more) {
      more = false;
      for (String name : current()) {
        if (pass.timeIsUp()) {
          return;
        }
        if (seen.add(name)) {
          more = true;
          turn(name);
        }
      }
    }
  }

  /** The items that are there now, without those that a later one makes pointless. */
  private List<String> current() throws IOException {
    List<String> names = folder.envelopes();
    waiting = names;
    for (String name : OutboxFolder.overtaken(names)) {
      if (isWordOfAnotherRun(name, names)) {
        continue;
      }
      if (seen.add(name)) {
        pass.overtaken++;
      }
      remove(name);
    }
    return names.size() > 1 ? pingsFirst(names) : names;
  }

  /**
   * A mail server that hangs must not hold up a ping. Only one that is to say who has been told
   * waits for the mails and messages, and what is behind it for the same server with it.
   */
  private List<String> pingsFirst(List<String> names) {
    List<String> pings = new ArrayList<>();
    List<String> others = new ArrayList<>();
    boolean waits = false;
    for (String name : names) {
      boolean ping = OutboxFolder.isPing(name);
      waits |= ping && isToSayWhoIsTold(name);
      (ping && !waits ? pings : others).add(name);
    }
    pings.addAll(others);
    return pings;
  }

  private boolean isToSayWhoIsTold(String name) {
    try {
      return folder.read(name) instanceof OutboxItem.Ping ping
          && ping.ping().request().headers().containsKey(ToldRecipients.HEADER);
    } catch (IOException | JsonParseException e) {
      return false;
    }
  }

  /**
   * Runs that end at the same time each have their own success to tell. A later success makes one
   * pointless only if that has failed to arrive already, or is old.
   */
  private boolean isWordOfAnotherRun(String name, List<String> names) {
    try {
      OutboxItem item = folder.read(name);
      OutboxItem later = folder.read(OutboxFolder.lastThatTells(names));
      return item instanceof OutboxItem.Ping ping
          && ping.ping().kind() == PingKind.SUCCESS
          && ping.history().attempts() == 0
          && !ping.history().isDue(pass.now())
          && later != null
          && !later.run().equals(ping.run());
    } catch (IOException | JsonParseException e) {
      return false;
    }
  }

  private void turn(String name) {
    try {
      OutboxItem item = folder.read(name);
      if (item != null) {
        turn(item);
      }
    } catch (JsonParseException e) {
      putAside(name);
    } catch (IOException e) {
      pass.problem("can't read " + folder.path().resolve(name) + ": " + FileTrouble.reason(e));
    }
  }

  private void putAside(String name) {
    try {
      folder.putAside(name);
      pass.problem(
          folder.path().resolve(name) + " is damaged and can't be delivered; it was moved to bad/");
    } catch (IOException e) {
      pass.problem("can't move " + folder.path().resolve(name) + " to bad/: " + e);
    }
  }

  private void turn(OutboxItem item) {
    if (isHeldUp(item)) {
      return;
    }
    boolean left = pass.isBeingWritten(item) || item.history().isToBeLeft(pass.now());
    if (left || (!all && !item.history().isDue(pass.now()))) {
      block(item, false);
      return;
    }
    switch (pass.send(item, othersWait(item))) {
      case Delivery.Delivered answer -> delivered(item, answer);
      case Delivery.Undelivered answer -> {
        if (answer.permanent()) {
          pass.rejected.add(new OutboxDelivery.Outcome(item, answer));
          remove(item);
        } else {
          failed(item, answer);
        }
      }
    }
  }

  /** Whether it waits because one before it on its way failed; one that is too old is given up. */
  private boolean isHeldUp(OutboxItem item) {
    Boolean byFailure = blocked.get(way(item));
    Set<String> passedOver = doubtful.get(way(item));
    if (byFailure == null && (passedOver == null || !hasFailedOften(item))) {
      return false;
    }
    if ((byFailure == null || byFailure) && tooOld(item)) {
      giveUp(item, new Delivery.Undelivered("what was before it failed just now", false));
    }
    if (byFailure == null && passedOver != null) {
      passedOver.add(nameOf(item));
    }
    return true;
  }

  private void delivered(OutboxItem item, Delivery.Delivered answer) {
    pass.delivered.add(new OutboxDelivery.Outcome(item, answer));
    tellPingOfRun(item, answer);
    trust(way(item));
    if (item instanceof OutboxItem.Mail mail && !answer.postponed().isEmpty()) {
      failed(mail.only(answer.postponed()), new Delivery.Undelivered(answer.detail(), false));
    } else {
      remove(item);
    }
  }

  /**
   * The ping of the same run says who has been told, so that the switch need not tell them again.
   * It does not name people who may not have got the message: a doubled alert is better than none.
   */
  private void tellPingOfRun(OutboxItem item, Delivery.Delivered answer) {
    List<String> recipients = item.reached(answer);
    if (recipients.isEmpty()) {
      return;
    }
    for (String name : waiting) {
      if (OutboxFolder.isResult(name)) {
        tell(name, item, recipients);
      }
    }
  }

  private void tell(String name, OutboxItem item, List<String> recipients) {
    try {
      if (folder.read(name) instanceof OutboxItem.Ping ping && ping.run().equals(item.run())) {
        SendPing telling = ToldRecipients.telling(ping.ping(), recipients);
        if (!telling.equals(ping.ping())) {
          folder.rewrite(new OutboxItem.Ping(ping.file(), telling, ping.history()));
        }
      }
    } catch (IOException | JsonParseException e) {
      // Then they are told twice.
    }
  }

  /** Whether an item behind it goes another way. */
  private boolean othersWait(OutboxItem item) {
    for (String name : waiting) {
      if (!seen.contains(name) && !OutboxFolder.isOfOneKind(name, nameOf(item))) {
        return true;
      }
    }
    return false;
  }

  private void failed(OutboxItem item, Delivery.Undelivered answer) {
    block(item, true);
    if (tooOld(item)) {
      giveUp(item, answer);
      return;
    }
    OutboxHistory history =
        item.history().failed(pass.now(), answer.detail(), pass.chance(), answer.notBefore());
    OutboxItem tried = item.with(history);
    pass.failed.add(new OutboxDelivery.Outcome(tried, answer));
    try {
      folder.rewrite(tried);
    } catch (IOException e) {
      pass.problem(e);
    }
  }

  /**
   * Makes the items behind this one on the same way wait, so that they arrive in order, unless the
   * item has failed so often that the fault may be its own. A ping that is merely not due yet does
   * not hold them up.
   */
  private void block(OutboxItem item, boolean byFailure) {
    if (!hasFailedOften(item) || (item instanceof OutboxItem.Ping && !byFailure)) {
      blocked.put(way(item), byFailure);
    } else if (byFailure) {
      doubtful.putIfAbsent(way(item), new HashSet<>());
    }
  }

  /** The server works: items that had to wait get their turn. */
  private void trust(String way) {
    Set<String> passedOver = doubtful.remove(way);
    if (passedOver != null) {
      seen.removeAll(passedOver);
    }
  }

  private static boolean hasFailedOften(OutboxItem item) {
    return item.history().attempts() >= ENOUGH_ATTEMPTS;
  }

  private static String nameOf(OutboxItem item) {
    return String.valueOf(item.file().getFileName());
  }

  private boolean tooOld(OutboxItem item) {
    return item.history().isOlderThan(keep, pass.now());
  }

  private void giveUp(OutboxItem item, Delivery.Undelivered answer) {
    pass.givenUp.add(new OutboxDelivery.Outcome(item, answer));
    remove(item);
  }

  private void remove(OutboxItem item) {
    remove(nameOf(item));
  }

  private void remove(String name) {
    try {
      folder.remove(name);
    } catch (IOException e) {
      pass.problem(e);
    }
  }

  /** What items share that stop together: the server of a ping, the mail system, a channel. */
  private static String way(OutboxItem item) {
    return switch (item) {
      case OutboxItem.Ping ping -> ping.ping().origin();
      case OutboxItem.Mail ignored -> "mail";
      case OutboxItem.Message message -> "channel " + message.message().channel();
    };
  }
}
