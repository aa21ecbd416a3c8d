package heartbeat.config;

import static heartbeat.config.ValueType.Kind.BOOLEAN;
import static heartbeat.config.ValueType.Kind.MARKERS;
import static heartbeat.config.ValueType.Kind.PATH;
import static heartbeat.config.ValueType.Kind.REGEXES;
import static heartbeat.config.ValueType.Kind.TEXTS;

import java.util.List;

/** The keys of a job that stand in no group. */
final class JobKeys {
  static final Key PRESET =
      Key.ofJob(
          "preset",
          ValueType.choice("auto", "moodle", "nagios", "exit-status"),
          "auto",
          "moodle",
          "a ready-made rule for the output of a known program");

  static final Key SUCCESS_MARKER =
      Key.ofJob(
          "success-marker",
          ValueType.of(MARKERS),
          null,
          "[backup complete, '/^done in \\d+s$/']",
          "a line that holds one of these says that the run completed");

  static final Key FAILURE_MARKER =
      Key.ofJob(
          "failure-marker",
          ValueType.of(MARKERS),
          null,
          "[FATAL]",
          "a line that holds one of these makes the run a failure");

  static final Key WARNING_MARKER =
      Key.ofJob(
          "warning-marker",
          ValueType.of(MARKERS),
          null,
          "[out of date]",
          "a line that holds one of these makes a completed run a warning");

  static final Key SKIP_MARKER =
      Key.ofJob(
          "skip-marker",
          ValueType.of(MARKERS),
          null,
          "[already running]",
          "a line that holds one of these says that the job was told not to run");

  static final Key FAILED_TASKS =
      Key.ofJob(
          "failed-tasks",
          ValueType.choice("warn", "fail", "ignore"),
          "warn",
          "fail",
          "what failed tasks make of a Moodle run that completed");

  static final Key MIN_DURATION =
      Key.ofJob(
          "min-duration",
          ValueType.someDuration(),
          null,
          "1s",
          "a run that completes faster is a failure");

  static final Key MAX_DURATION =
      Key.ofJob(
          "max-duration",
          ValueType.someDuration(),
          null,
          "2h",
          "alert when a run takes longer; exec also ends the command");

  static final Key MAX_SILENCE =
      Key.ofJob(
          "max-silence",
          ValueType.someDuration(),
          null,
          "30m",
          "alert when a run writes nothing for so long");

  static final Key WARNING_PING =
      Key.ofJob(
          "warning-ping",
          ValueType.choice("success", "failure"),
          "success",
          "failure",
          "the URL to ping when something in a completed run failed");

  static final Key KILL_AFTER =
      Key.ofJob(
          "kill-after",
          ValueType.duration(),
          "10s",
          "1m",
          "exec: from TERM to KILL, and how long a grandchild may hold the output open");

  static final Key LOCK =
      Key.ofJob(
          "lock",
          ValueType.choice("skip", "wait", "off"),
          "off",
          "skip",
          "exec: what to do while another run of the job is going");

  static final Key DIRECTORY =
      Key.ofJob(
          "directory", ValueType.of(PATH), null, "/var/www", "exec: where the command is run");

  static final Key TEE =
      Key.ofJob(
          "tee", ValueType.of(BOOLEAN), "false", "true", "copy the output to standard output");

  static final Key LOG_LIMIT =
      Key.ofJob(
          "log-limit",
          ValueType.size(1 << 10, 1L << 40),
          "10M",
          "64M",
          "bytes of a kept log at most; beyond, its head and tail are kept");

  static final Key KEEP_RUNS =
      Key.ofJob(
          "keep-runs", ValueType.whole(1, 100_000), "100", "500", "how many runs are remembered");

  static final Key OUTBOX_KEEP =
      Key.ofJob(
          "outbox-keep",
          ValueType.someDuration(),
          "3d",
          "7d",
          "how long heartbeat retries what it could not deliver");

  static final Key SNAPSHOT =
      Key.ofJob(
          "snapshot",
          ValueType.of(BOOLEAN),
          "false",
          "true",
          "add load, memory, disk and top processes to a failure");

  static final Key ALERT =
      Key.ofJob(
          "alert",
          ValueType.of(TEXTS),
          null,
          "[ops]",
          "names of channels that are told what is mailed, beside the mail");

  static final Key REDACT =
      Key.ofJob(
          "redact",
          ValueType.of(REGEXES),
          null,
          "['sesskey=\\w+']",
          "regular expressions: heartbeat removes what they match before anything leaves this machine");

  /** All of them, in the order in which people read of them. */
  static final List<Key> ALL =
      List.of(
          PRESET,
          SUCCESS_MARKER,
          FAILURE_MARKER,
          WARNING_MARKER,
          SKIP_MARKER,
          FAILED_TASKS,
          MIN_DURATION,
          MAX_DURATION,
          MAX_SILENCE,
          WARNING_PING,
          KILL_AFTER,
          LOCK,
          DIRECTORY,
          TEE,
          LOG_LIMIT,
          KEEP_RUNS,
          OUTBOX_KEEP,
          SNAPSHOT,
          ALERT,
          REDACT);

  private JobKeys() {}
}
