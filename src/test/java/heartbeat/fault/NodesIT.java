package heartbeat.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heartbeat.FreePort;
import heartbeat.server.PostgresCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What befalls one of two switches on a database. Most of these wait for a lease to end, which
 * takes a minute: so they go on side by side, each with a database of its own.
 */
class NodesIT {
  @RegisterExtension static final FaultTable TABLE = new FaultTable();

  private static final String JOB = "8116e449-d71c-4112-8f5d-a66f60902091";

  /** A busy machine may need so long for what is a matter of a moment. */
  private static final Duration PATIENT = Duration.ofSeconds(60);

  private static final ExecutorService SIDE_BY_SIDE = Executors.newVirtualThreadPerTaskExecutor();
  private static final Map<String, Future<?>> STORIES = new HashMap<>();

  @TempDir static Path folder;

  private interface Story {
    void tell(Site site) throws Exception;
  }

  /** A database, and what its switches have in common. */
  private static final class Site implements AutoCloseable {
    final String name;
    final Path folder;
    final Map<String, Integer> ports = new HashMap<>();
    final List<SwitchNode> nodes = new CopyOnWriteArrayList<>();

    Site(String name) throws IOException {
      this.name = name;
      folder = Files.createDirectory(NodesIT.folder.resolve(name));
      PostgresCluster.shared().create(name);
    }

    /** Starts a node, which has the same address each time. */
    SwitchNode start(String node, int database, String channels, String schedule)
        throws IOException {
      return start(node, database, channels, schedule, Map.of());
    }

    SwitchNode start(
        String node,
        int database,
        String channels,
        String schedule,
        Map<String, String> environment)
        throws IOException {
      if (!ports.containsKey(node)) {
        ports.put(node, FreePort.find());
      }
      String names =
          channels
              .lines()
              .filter(line -> line.startsWith("  "))
              .map(line -> line.strip().replaceFirst(":.*", ""))
              .collect(Collectors.joining(", "));
      String config =
          """
          %s
          serve:
            listen: 127.0.0.1:%d
            database: postgresql://heartbeat@127.0.0.1:%d/%s
            base-url: http://hb.example.org
            rate-limit: { per-check: 0 }
            alerts: [%s]
          checks:
            job: { uuid: %s, %s }
          """
              .formatted(channels, ports.get(node), database, name, names, JOB, schedule);
      SwitchNode started = SwitchNode.start(folder, node, config, environment);
      nodes.add(started);
      return started;
    }

    String one(String sql) throws SQLException {
      try (Connection connection = PostgresCluster.shared().connect(name);
          ResultSet row = connection.createStatement().executeQuery(sql)) {
        row.next();
        return String.valueOf(row.getObject(1));
      }
    }

    int waiting() throws SQLException {
      return Integer.parseInt(one("SELECT count(*) FROM alerts WHERE done_at IS NULL"));
    }

    @Override
    public void close() {
      nodes.forEach(SwitchNode::close);
    }
  }

  private static int port() {
    return PostgresCluster.shared().port();
  }

  private static String hook(Inbox inbox, String node) {
    return "channels:\n  hook: { webhook: { url: '" + inbox.url(node, "hook") + "' } }\n";
  }

  @BeforeAll
  static void begin() {
    PostgresCluster.shared();
    story("killed", NodesIT::killedWhileItSends);
    story("frozen", NodesIT::frozenWhileItSends);
    story("mayhem", NodesIT::killedAgainAndAgain);
    story("severed", NodesIT::cutOff);
    story("clocks", NodesIT::clocksApart);
  }

  private static void story(String name, Story story) {
    Callable<Boolean> telling =
        () -> {
          try (Site site = new Site(name)) {
            story.tell(site);
          }
          return true;
        };
    STORIES.put(name, SIDE_BY_SIDE.submit(telling));
  }

  private static void outcome(String story) throws Exception {
    try {
      STORIES.get(story).get(6, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error failed) {
        throw failed;
      }
      if (e.getCause() instanceof RuntimeException skipped) {
        throw skipped;
      }
      throw e;
    }
  }

  @AfterAll
  static void end() {
    SIDE_BY_SIDE.shutdownNow();
  }

  @Test
  void whatANodeSentWhenItDiedTheOtherSendsAgainAsTheSameMessage() throws Exception {
    outcome("killed");
    TABLE.row("a node dies while it sends", "serve", "the other one sends it, with the same id");
  }

  @Test
  void aNodeThatWasFrozenWhileItSentMarksNothingAfterwards() throws Exception {
    outcome("frozen");
    TABLE.row("a node is frozen for over a minute", "serve", "told twice at most, no outage");
  }

  @Test
  void nodesThatAreKilledAgainAndAgainTellEverything() throws Exception {
    outcome("mayhem");
    TABLE.row("a node is killed every two seconds", "serve", "each alert at least once");
  }

  @Test
  void aNodeThatIsCutOffRefusesPingsAndLeavesTheTellingToTheOther() throws Exception {
    outcome("severed");
    TABLE.row("a node is cut off from PostgreSQL", "serve", "503, no false alert afterwards");
  }

  @Test
  void aNodeWhoseClockIsAheadTakesNobodyForLate() throws Exception {
    outcome("clocks");
    TABLE.row("clocks of two nodes are an hour apart", "serve", "no check is down early");
  }

  private static void killedWhileItSends(Site site) throws Exception {
    AtomicBoolean holding = new AtomicBoolean();
    CountDownLatch arrived = new CountDownLatch(3);
    CountDownLatch stopped = new CountDownLatch(1);
    Inbox inbox =
        new Inbox(
            message -> {
              boolean held = holding.get();
              if (held) {
                arrived.countDown();
                await(stopped);
              }
              return !(held && message.channel().equals("deaf"));
            });
    try (inbox) {
      SwitchNode a = site.start("a", port(), three(inbox, "a"), "period: 1h");
      warmUp(a, inbox, 6);
      holding.set(true);
      assertThat(a.ping(JOB + "/fail", PATIENT)).isEqualTo(200);
      await(arrived);
      // It can't hear the answers, which come before it dies.
      a.freeze();
      stopped.countDown();
      until(() -> inbox.taken.size() == 2);
      a.close();
      holding.set(false);
      site.start("b", port(), three(inbox, "b"), "period: 1h");
      until(() -> inbox.taken.stream().filter(m -> m.from().equals("b")).count() == 3);
      for (String channel : List.of("hook", "post")) {
        assertThat(inbox.by(channel)).extracting(Inbox.Message::from).containsExactly("a", "b");
        assertThat(inbox.by(channel).stream().map(Inbox.Message::id).distinct()).hasSize(1);
      }
      assertThat(inbox.by("deaf")).as("taken once").hasSize(1);
      until(() -> site.waiting() == 0);
    }
  }

  /** It fails and recovers, so that the next time it takes no longer than usual. */
  private static void warmUp(SwitchNode node, Inbox inbox, int messages) throws Exception {
    assertThat(node.ping(JOB + "/fail", PATIENT)).isEqualTo(200);
    assertThat(node.ping(JOB, PATIENT)).isEqualTo(200);
    until(() -> inbox.taken.size() == messages);
    inbox.taken.clear();
  }

  private static String three(Inbox inbox, String node) {
    return """
    smtp: { host: 127.0.0.1, port: %d, hello: %s, from: hb@example.org }
    channels:
      hook: { webhook: { url: "%s" } }
      deaf: { webhook: { url: "%s" } }
      post: { mail: [ops@example.org], gather: 0s }
    """
        .formatted(inbox.smtpPort(), node, inbox.url(node, "hook"), inbox.url(node, "deaf"));
  }

  /**
   * It has the answer to its mail before the other one takes over, and reads it when it is back.
   */
  private static void frozenWhileItSends(Site site) throws Exception {
    AtomicBoolean holding = new AtomicBoolean();
    CountDownLatch arrived = new CountDownLatch(2);
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch back = new CountDownLatch(1);
    Inbox inbox =
        new Inbox(
            message -> {
              if (holding.get() && message.from().equals("a")) {
                arrived.countDown();
                await(message.channel().equals("post") ? stopped : back);
              }
              return true;
            });
    try (inbox) {
      SwitchNode a = site.start("a", port(), mailing(inbox, "a", inbox.smtpPort()), "period: 1h");
      warmUp(a, inbox, 3);
      holding.set(true);
      assertThat(a.ping(JOB + "/fail", PATIENT)).isEqualTo(200);
      await(arrived);
      a.freeze();
      stopped.countDown();
      SwitchNode b = site.start("b", port(), mailing(inbox, "b", inbox.smtpPort()), "period: 1h");
      until(() -> inbox.of("down").size() == 1 && inbox.by("post").size() == 2);
      assertThat(b.ping(JOB, PATIENT)).isEqualTo(200);
      until(() -> inbox.of("recovered").size() == 1 && site.waiting() == 0);
      String marked = "SELECT string_agg(id || ' ' || done_at, ', ' ORDER BY id) FROM alerts";
      String before = site.one(marked);
      holding.set(false);
      back.countDown();
      a.signal("CONT");
      until(() -> a.log().contains("another switch sends on"));
      until(() -> a.ping(JOB + "/fail", PATIENT) == 200);
      until(() -> inbox.of("down").size() == 3 && site.waiting() == 0);
      assertThat(site.one(marked)).as("marked by the other").startsWith(before + ", ");
      for (List<Inbox.Message> down : List.of(inbox.of("down"), inbox.by("post"))) {
        assertThat(down.stream().map(Inbox.Message::id).limit(2).distinct()).hasSize(1);
        assertThat(down).as("twice the same, and the next one").hasSize(3);
      }
      assertThat(inbox.of("recovered")).hasSize(1);
      assertThat(inbox.of("outage")).as("the other one was there").isEmpty();
    }
  }

  /** Each start of a node has a URL of its own: so it is known what came from which. */
  private static void killedAgainAndAgain(Site site) throws Exception {
    try (Inbox inbox = new Inbox()) {
      List<String> names = List.of("a", "b");
      Map<String, SwitchNode> up = new ConcurrentHashMap<>();
      AtomicInteger starts = new AtomicInteger();
      for (String name : names) {
        up.put(name, site.start(name, port(), lives(inbox, name, starts), "period: 1h"));
      }
      AtomicBoolean over = new AtomicBoolean();
      AtomicInteger flips = new AtomicInteger();
      Future<?> flapping = SIDE_BY_SIDE.submit(() -> flap(up, flips, over));
      Random random = new Random(14);
      int kills = 0;
      long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
      long patience = System.nanoTime() + Duration.ofMinutes(3).toNanos();
      while (System.nanoTime() < end || (kills < 5 && System.nanoTime() < patience)) {
        Thread.sleep(2_000);
        String name = names.get(random.nextInt(2));
        up.get(name).close();
        kills++;
        up.put(name, site.start(name, port(), lives(inbox, name, starts), "period: 1h"));
      }
      over.set(true);
      flapping.get(2, TimeUnit.MINUTES);
      until(() -> site.waiting() == 0);
      long alerts = Long.parseLong(site.one("SELECT count(*) FROM alerts WHERE check_id > 0"));
      assertThat(flips).as("%s kills", kills).hasPositiveValue();
      assertThat(alerts).isGreaterThanOrEqualTo(flips.get());
      explained(inbox, alerts);
    }
  }

  private static String lives(Inbox inbox, String name, AtomicInteger starts) {
    return hook(inbox, name + starts.incrementAndGet());
  }

  /** Fails and recovers in turn, at whichever node answers. */
  private static void flap(Map<String, SwitchNode> nodes, AtomicInteger flips, AtomicBoolean over) {
    boolean down = false;
    while (!over.get()) {
      for (SwitchNode node : nodes.values()) {
        String what = JOB + (down ? "" : "/fail");
        if (node.ping(what, Duration.ofSeconds(10)) == 200) {
          down = !down;
          flips.incrementAndGet();
        }
        pause(Duration.ofMillis(100));
      }
    }
  }

  /** Told twice is only what was the last word of a node that was killed. */
  private static void explained(Inbox inbox, long alerts) {
    List<Inbox.Message> told =
        inbox.taken.stream().filter(one -> !one.kind().equals("outage")).toList();
    assertThat(told.stream().map(Inbox.Message::id).distinct()).hasSize((int) alerts);
    Map<String, Inbox.Message> first = new HashMap<>();
    for (Inbox.Message one : told) {
      Inbox.Message before = first.put(one.id(), one);
      if (before != null) {
        assertThat(told.stream().filter(m -> m.from().equals(before.from())).toList().getLast())
            .as("told again: %s", one)
            .isEqualTo(before);
      }
    }
  }

  private static void cutOff(Site site) throws Exception {
    try (Inbox inbox = new Inbox();
        Line toDatabase = new Line(port());
        Line toMail = new Line(inbox.smtpPort())) {
      toMail.cut();
      String schedule = "period: 5s, grace: 20s";
      SwitchNode a =
          site.start("a", toDatabase.port(), mailing(inbox, "a", toMail.port()), schedule);
      SwitchNode b = site.start("b", port(), mailing(inbox, "b", inbox.smtpPort()), schedule);
      assertThat(a.ping(JOB + "/fail", PATIENT)).isEqualTo(200);
      until(() -> !inbox.by("post").isEmpty());
      assertThat(inbox.by("post")).extracting(Inbox.Message::from).containsOnly("b");
      AtomicBoolean over = new AtomicBoolean();
      Future<?> balanced = SIDE_BY_SIDE.submit(() -> balance(List.of(a, b), over));
      until(() -> inbox.of("recovered").size() == 1);
      toDatabase.cut();
      until(() -> a.health(PATIENT) != 200);
      assertThat(a.ping(JOB, PATIENT)).isEqualTo(503);
      assertThat(b.health(PATIENT)).isEqualTo(200);
      Thread.sleep(10_000);
      toDatabase.mend();
      until(() -> a.health(PATIENT) == 200);
      until(() -> a.ping(JOB, PATIENT) == 200);
      Thread.sleep(3_000);
      over.set(true);
      balanced.get(1, TimeUnit.MINUTES);
      assertThat(inbox.by("hook"))
          .extracting(Inbox.Message::kind)
          .containsOnly("down", "recovered");
      assertThat(inbox.of("down")).as("what it said itself").hasSize(1);
    }
  }

  private static String mailing(Inbox inbox, String node, int smtp) {
    return """
    smtp: { host: 127.0.0.1, port: %d, hello: %s, from: hb@example.org, timeout: 10s }
    channels:
      hook: { webhook: { url: "%s" } }
      post: { mail: [ops@example.org], gather: 0s, on: [down] }
    """
        .formatted(smtp, node, inbox.url(node, "hook"));
  }

  /** Pings as a balancer does: when one node does not take it, the other one gets it. */
  private static void balance(List<SwitchNode> nodes, AtomicBoolean over) {
    for (int turn = 0; !over.get(); turn++) {
      int first = turn % 2;
      if (nodes.get(first).ping(JOB, Duration.ofSeconds(2)) != 200) {
        nodes.get(1 - first).ping(JOB, Duration.ofSeconds(10));
      }
      pause(Duration.ofSeconds(1));
    }
  }

  private static void clocksApart(Site site) throws Exception {
    Path library = faketime();
    assumeTrue(library != null, "faketime is not installed: skipped");
    Map<String, String> ahead =
        Map.of(
            "LD_PRELOAD",
            library.toString(),
            "FAKETIME",
            "+1h",
            "FAKETIME_DONT_FAKE_MONOTONIC",
            "1");
    try (Inbox inbox = new Inbox()) {
      String schedule = "period: 8s, grace: 6s";
      SwitchNode b = site.start("b", port(), hook(inbox, "b"), schedule, ahead);
      SwitchNode a = site.start("a", port(), hook(inbox, "a"), schedule);
      long heard = 0;
      for (int i = 0; i < 6; i++) {
        heard = System.nanoTime();
        assertThat((i % 2 == 0 ? a : b).ping(JOB, PATIENT)).isEqualTo(200);
        Thread.sleep(1_000);
      }
      until(() -> !inbox.of("down").isEmpty());
      assertThat(Duration.ofNanos(inbox.taken.getFirst().at() - heard))
          .isGreaterThan(Duration.ofMillis(13_500));
      assertThat(inbox.of("down")).hasSize(1);
    }
  }

  private static @Nullable Path faketime() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("/usr/lib"), 3)) {
      return all.filter(path -> path.endsWith("faketime/libfaketime.so.1"))
          .findFirst()
          .orElse(null);
    }
  }

  private static void until(Callable<Boolean> what) throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!what.call()) {
      assertThat(System.nanoTime()).as("it takes too long").isLessThan(end);
      Thread.sleep(50);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(2, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
