#!/usr/bin/env bash
# Runs that wait for their job's output, their start pings sent: memory (PSS) of each, CPU of all.
# With runitor on PATH, the same of runitor around a command that waits.
. "$(dirname "$0")/common.sh"
runs=${1:-20} seconds=${2:-10}
start_server
about

# pss PID...: the mean, in MB.
pss() {
  local pid
  for pid; do sed -n 's/^Pss: *\([0-9]*\) kB/\1/p' "/proc/$pid/smaps_rollup"; done |
    awk '{ all += $1 } END { printf "%.1f", all / NR / 1024 }'
}

# ticks PID...: user and system time of all so far.
ticks() {
  local pid
  for pid; do sed 's/.*) //' "/proc/$pid/stat"; done | awk '{ all += $12 + $13 } END { print all }'
}

touch "$work/pings"
pings() { wc -l <"$work/pings"; }

mkfifo "$work/output"
waiting=()
for ((i = 0; i < runs; i++)); do
  "$heartbeat" "b$i" --ping "$url" <"$work/output" >"$work/out" 2>&1 &
  waiting+=($!)
done
children+=("${waiting[@]}")
exec 9>"$work/output"
until (($(pings) >= runs)); do sleep 0.2; done
sleep 3
ours=$(pss "${waiting[@]}")
before=$(ticks "${waiting[@]}")
sleep "$seconds"
used=$(($(ticks "${waiting[@]}") - before))
echo "waiting: $runs runs, $ours MB PSS each; $used ticks of 1/$(getconf CLK_TCK) s CPU in $seconds s for all"
exec 9>&-
wait "${waiting[@]}" || true

if command -v runitor >/dev/null; then
  # They wait for a pipe that ends with this script: a `sleep` would outlive it.
  exec 9<>"$work/output"
  theirs=()
  for ((i = 0; i < runs; i++)); do
    runitor -api-url "${url%/ping/*}/ping" -uuid "${url##*/}" -- cat "$work/output" >"$work/out" 2>&1 9>&- &
    theirs+=($!)
  done
  children+=("${theirs[@]}")
  until (($(pings) >= 3 * runs)); do sleep 0.2; done
  sleep 3
  other=$(pss "${theirs[@]}")
  exec 9>&-
  echo "runitor: $runs runs, $other MB PSS each; heartbeat takes $(ratio "$ours" "$other") times as much"
fi
