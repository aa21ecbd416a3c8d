package heartbeat.journal;

import static heartbeat.journal.Samples.MOODLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heartbeat.Await;
import heartbeat.model.JobName;
import heartbeat.model.RunId;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes at one journal, some of them killed. */
class JournalProcessesTest {
  @TempDir Path state;
  private Journal journal;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void openTheJournal() {
    journal = new Journal(state, InstantSource.system(), complaint -> {});
  }

  @AfterEach
  void endThem() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void aRunIsRunningUntilItsProcessIsKilled() throws Exception {
    RunId run = Samples.run(1);
    Process other = start("run", state, run);
    assertThat(firstWordOf(other)).isEqualTo("running");
    assertThat(journal.latest(MOODLE)).isEqualTo(new RunEntry.Running(MOODLE, run));
    journal.prune(MOODLE, 0);
    assertThat(journal.latest(MOODLE)).isNotNull();

    other.destroyForcibly().waitFor();
    assertThat(journal.latest(MOODLE)).isInstanceOf(RunEntry.Unfinished.class);
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    journal.copyLog(MOODLE, run, log);
    assertThat(log.toString(StandardCharsets.UTF_8)).isEqualTo("as far as it came\n");
    journal.prune(MOODLE, 0);
    assertThat(journal.latest(MOODLE)).isNull();
  }

  @Test
  void theLockOfAKilledRunIsFreeAndThatOfALivingOneIsNot() throws Exception {
    Process other = start("lock", state);
    assertThat(firstWordOf(other)).isEqualTo("locked");
    assertThat(JobLock.tryTake(journal, MOODLE)).isNull();
    assertThat(JobLock.tryTake(journal, new JobName("another"))).isNotNull();

    Thread waiter = Thread.currentThread();
    Thread impatient = Thread.ofVirtual().start(waiter::interrupt);
    assertThatThrownBy(() -> JobLock.take(journal, MOODLE))
        .isInstanceOf(InterruptedException.class);
    impatient.join();

    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      Future<JobLock> waiting = pool.submit(() -> JobLock.take(journal, MOODLE));
      other.destroyForcibly().waitFor();
      try (JobLock lock = waiting.get()) {
        assertThat(lock).isNotNull();
        assertThat(JobLock.tryTake(journal, MOODLE)).isNull();
      }
      assertThat(JobLock.tryTake(journal, MOODLE)).isNotNull();
    }
  }

  /** Else a hundred runs at once keep each other from the processor, and some wait for ever. */
  @Test
  void whoWaitsForALockStandsInTheQueueOfTheKernel() throws Exception {
    Process other = start("lock", state);
    assertThat(firstWordOf(other)).isEqualTo("locked");
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      Future<JobLock> waiting = pool.submit(() -> JobLock.take(journal, MOODLE));
      Await.until(() -> isQueued(ProcessHandle.current()));
      other.destroyForcibly().waitFor();
      try (JobLock lock = waiting.get()) {
        assertThat(lock).isNotNull();
      }
    }
  }

  /** To the kernel, all threads of a process are one: it sees a deadlock, and refuses to wait. */
  @Test
  void whatTheKernelTakesForADeadlockIsWaitedForAllTheSame() throws Exception {
    JobName ours = new JobName("ours");
    try (ExecutorService pool = Executors.newSingleThreadExecutor();
        JobLock held = JobLock.tryTake(journal, ours)) {
      assertThat(held).isNotNull();
      Process other = start("wait", state, ours);
      assertThat(firstWordOf(other)).isEqualTo("locked");
      Await.until(() -> isQueued(other.toHandle()));

      Future<JobLock> waiting = pool.submit(() -> JobLock.take(journal, MOODLE));
      assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      other.outputWriter().append('\n').close();
      try (JobLock lock = waiting.get()) {
        assertThat(lock).isNotNull();
      }
    }
  }

  @Test
  void noneOfManyChangesIsLost() throws Exception {
    List<Process> others = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      others.add(start("count", state, 40));
    }
    together(20, () -> journal.update(MOODLE, JournalProcess::oneMore));
    for (Process other : others) {
      String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(other.waitFor()).as(said).isZero();
    }
    assertThat(journal.state(MOODLE).failing().runs()).isEqualTo(20 + 2 * 40);
  }

  @Test
  void aLockThatIsHeldIsWaitedForOnlySoLong() throws IOException {
    Journal hurried =
        new Journal(state, InstantSource.system(), complaint -> {}, Duration.ofMillis(20));
    journal.update(
        MOODLE,
        now -> {
          assertThatThrownBy(() -> hurried.update(MOODLE, JournalProcess::oneMore))
              .isInstanceOf(IOException.class)
              .hasMessageContaining("another process holds its lock");
          return now;
        });
  }

  @Test
  void twentyRunsOfOneJobAtOnceAreTwentyRecords() throws Exception {
    together(
        20,
        () -> {
          RunId run = RunId.of(Samples.NOON, System.nanoTime(), Thread.currentThread().threadId());
          try (OpenRun open = journal.open(MOODLE, run)) {
            Files.writeString(open.log(), run.toString());
            journal.append(Samples.record(MOODLE, run));
            journal.prune(MOODLE, 20);
          }
          return run;
        });
    assertThat(journal.runs(MOODLE)).hasSize(20).allMatch(RunEntry.Ended.class::isInstance);
  }

  @Test
  void everythingIsPrivateUnderAnyUmaskAndNamedInAnyLocale() throws Exception {
    RunId run = Samples.run(1);
    for (String umask : new String[] {"777", "000"}) {
      Path own = state.resolve(umask);
      Process other =
          ForkedJvm.start(umask, Map.of("LC_ALL", "C"), JournalProcess.class, "write", own, run);
      started.add(other);
      assertThat(firstWordOf(other)).isEqualTo("written");
      assertThat(other.waitFor()).isZero();
      try (Stream<Path> files = Files.walk(own)) {
        for (Path file : files.toList()) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .as(file.toString())
              .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
        }
      }
      Journal there = new Journal(own, InstantSource.system(), complaint -> {});
      assertThat(there.jobs()).containsExactly(new JobName("s\u00e4uberung \u65e5\u672c"));
    }
  }

  /** See proc_locks(5). */
  private static boolean isQueued(ProcessHandle process) throws IOException {
    String line = "(?s).*-> POSIX +ADVISORY +WRITE " + process.pid() + " .*";
    return Files.readString(Path.of("/proc/locks")).matches(line);
  }

  private Process start(Object... arguments) throws IOException {
    Process process = ForkedJvm.start(JournalProcess.class, arguments);
    started.add(process);
    return process;
  }

  private static String firstWordOf(Process process) throws IOException {
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    return String.valueOf(reader.readLine());
  }

  private static void together(int count, Callable<?> task) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(count)) {
      List<Callable<Object>> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        tasks.add(task::call);
      }
      for (Future<Object> done : pool.invokeAll(tasks)) {
        done.get();
      }
    }
  }
}
