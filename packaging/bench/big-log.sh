#!/usr/bin/env bash
# A big log through the pipe with preset moodle, against cat that copies it to a file; and the most
# memory that a run takes of it, against that of a log of 1 KB.
. "$(dirname "$0")/common.sh"
need /usr/bin/time hyperfine
megabytes=${1:-1024} runs=${2:-3}
about
python3 - "$work/log" "$megabytes" <<'PY'
import sys

task = "".join(
    f"Execute scheduled task: Task {i} (core\\task\\t{i})\n... started 00:00:{i % 60:02}. Current memory use 10 MB.\n"
    + "... used 3 dbqueries\n... used 0.01 seconds\n"
    + f"Scheduled task complete: Task {i} (core\\task\\t{i})\n"
    for i in range(1000)
)
with open(sys.argv[1], "w") as log:
    log.write("Server Time: Fri, 20 Nov 2026 07:28:16 +0000\n\n")
    while log.tell() < int(sys.argv[2]) << 20:
        log.write(task)
    log.write("Cron run completed correctly\nCron completed at 03:00:03 in 3.3 seconds. Memory used: 42.1 MB.\n")
PY
{ head -n 7 "$work/log"; tail -n 2 "$work/log"; } >"$work/small"
cat "$work/log" >/dev/null

hyperfine --warmup 1 --runs "$runs" --export-json "$work/times.json" --style none \
  "cat $work/log | cat > $work/copy" "cat $work/log | $heartbeat b --preset moodle" >/dev/null
python3 - "$work/times.json" "$megabytes" <<'PY'
import json, sys

cat, ours = [result["median"] for result in json.load(open(sys.argv[1]))["results"]]
size = int(sys.argv[2])
print(f"big log: heartbeat {size / ours:.0f} MB/s, cat {size / cat:.0f} MB/s: {cat / ours:.2f} of its speed")
PY
rm -f "$work/copy"

most() {
  cat "$1" | /usr/bin/time -f %M -o "$work/rss" "$heartbeat" b --preset moodle
  awk '{ printf "%.1f", $1 / 1024 }' "$work/rss"
}
small=$(most "$work/small")
big=$(most "$work/log")
echo "memory: $big MB at most for $megabytes MB, $small MB for 1 KB: $(ratio "$big" "$small") times"
