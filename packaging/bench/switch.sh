#!/usr/bin/env bash
# The switch: durable pings a second with their latencies, by 32 connections on this machine; then
# with many checks: start, memory, from deadline to alert, and what lists all of them.
# Load by wrk where it is on PATH, else by PingLoad.java, which takes more of the same processors.
. "$(dirname "$0")/common.sh"
# With a URL it works on that PostgreSQL database, and empties it.
#
# Usage: switch.sh [SECONDS [CHECKS [BURST [postgresql://USER@HOST:PORT/NAME]]]]
seconds=${1:-10} many=${2:-100000} burst=${3:-1000} database=${4:-}
about

# empty: nothing is known from before.
empty() {
  if [ -n "$database" ]; then
    PGOPTIONS=--client-min-messages=warning psql -q "$database" -c 'DROP SCHEMA public CASCADE' -c 'CREATE SCHEMA public'
  else
    rm -f "$work"/switch.db*
  fi
}

python3 - "$work/fsync" <<'PY'
import os, sys, time

# What SQLite does at each commit: some pages of a file that is there already, then fsync.
file = os.open(sys.argv[1], os.O_CREAT | os.O_RDWR)
os.pwrite(file, b"x" * 4096 * 1000, 0)
os.fsync(file)
times = []
for i in range(500):
    os.pwrite(file, b"y" * 4096 * 8, i * 8 % 900 * 4096)
    start = time.perf_counter()
    os.fsync(file)
    times.append(time.perf_counter() - start)
times.sort()
print(f"disk: fsync p50 {times[250] * 1000:.2f} ms, p99 {times[495] * 1000:.2f} ms")
PY

# serve: starts the switch on $work/heartbeat.yml, and says when it listens.
serve() {
  : >"$work/out"
  local start=$EPOCHREALTIME
  "$heartbeat" serve --config "$work/heartbeat.yml" --database "${database:-$work/switch.db}" >"$work/out" 2>"$work/err" &
  switch=$!
  children+=("$switch")
  until port=$(sed -n 's/.*listening on .*:\([0-9]*\),.*/\1/p' "$work/out") && [ -n "$port" ]; do
    kill -0 "$switch" || { cat "$work/err" >&2; exit 1; }
    sleep 0.01
  done
  echo "start: $(ms "$start" "$EPOCHREALTIME") ms with $1"
}

# ms FROM TO, both in seconds.
ms() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.0f", (b - a) * 1000 }'; }

memory() {
  awk -v what="$1" '/^Rss/ { rss = $2 } /^Pss:/ { pss = $2 }
    END { printf "memory: %.0f MB RSS, %.0f MB PSS %s\n", rss / 1024, pss / 1024, what }' "/proc/$switch/smaps_rollup"
}

# load SECONDS CHECKS PREFIX: pings CHECKS checks in turn, by 32 connections.
load() {
  if command -v wrk >/dev/null; then
    cat >"$work/load.lua" <<LUA
local i = 0
function request()
  i = i % $2 + 1
  return wrk.format("GET", "$3" .. i - 1)
end
LUA
    wrk -t1 -c32 "-d${1}s" --latency -s "$work/load.lua" "http://127.0.0.1:$port" >"$work/wrk"
    awk '/^ *50%/ { p50 = $2 } /^ *99%/ { p99 = $2 } /Latency  / { most = $4 } /Requests\/sec/ { rate = $2 }
      /Non-2xx/ { bad = "; " $0 } END { printf "%.0f a second, p50 %s, p99 %s, most %s%s\n", rate, p50, p99, most, bad }' "$work/wrk"
  else
    java "$here/PingLoad.java" "$port" "$1" 32 "@$2:$3"
  fi
}

uuid=8116e449-d71c-4112-8f5d-a66f6090209
{
  echo 'serve: { listen: "127.0.0.1:0", rate-limit: { per-check: 0 } }'
  echo 'checks:'
  for i in {0..9}; do echo "  c$i: { uuid: $uuid$i, period: 1h }"; done
} >"$work/heartbeat.yml"
empty
serve "10 checks"
load "$seconds" 10 "/ping/$uuid" >/dev/null
echo "pings, 10 checks: $(load "$seconds" 10 "/ping/$uuid")"
memory "after them"
kill "$switch"; wait "$switch" || true

python3 "$here/alerts.py" "$work/port" "$work/alerts" &
children+=($!)
until [ -s "$work/port" ]; do sleep 0.05; done
empty
{
  cat <<YAML
serve:
  listen: 127.0.0.1:0
  ping-key: bench
  rate-limit: { per-check: 0 }
  alerts: { webhook: { url: "http://127.0.0.1:$(cat "$work/port")/" } }
checks:
YAML
  for ((i = 0; i < 10; i++)); do echo "  one$i: { period: 1s, grace: 1s }"; done
  for ((i = 0; i < burst; i++)); do echo "  burst$i: { period: 10s, grace: 1s }"; done
} >"$work/heartbeat.yml"
serve "no check but those of the config"
from=$EPOCHREALTIME
python3 "$here/many.py" "$port" /ping/bench/c "$many" '?create=1'
echo "$many checks made by pings: $(awk -v n="$many" -v ms="$(ms "$from" "$EPOCHREALTIME")" 'BEGIN { printf "%.0f", n / ms * 1000 }') a second"
memory "after that"
kill "$switch"; wait "$switch" || true
serve "$many checks"
memory "after the start"

# late PATTERN COUNT TEXT: when so many alerts have come, how late they were.
late() {
  local tries=0
  until (($(grep -c " down $1" "$work/alerts") >= $2)); do
    sleep 0.1
    ((++tries < 900)) || { echo "only $(grep -c " down $1" "$work/alerts") of $2 alerts came" >&2; exit 1; }
  done
  grep " down $1" "$work/alerts" | sort -n | awk -v text="$3" '{ ms[NR] = $1 }
    END { printf "deadline to alert: p50 %d ms, last %d ms, %s\n", ms[int((NR + 1) / 2)], ms[NR], text }'
}
touch "$work/alerts"
for ((i = 0; i < 10; i++)); do
  curl -fsS -o /dev/null "http://127.0.0.1:$port/ping/bench/one$i"
  sleep 0.3
done
late one 10 "10 of $many checks, one after the other"
python3 "$here/many.py" "$port" /ping/bench/burst "$burst"
late burst "$burst" "$burst of $many checks, all in one moment"

: >"$work/alerts"
echo "pings by slug, $many checks: $(load "$seconds" "$many" /ping/bench/c)"
memory "after them"
python3 "$here/many.py" "$port" /ping/bench/one 10
load 5 "$many" /ping/bench/c >"$work/beside"
late one 10 "10 of $many checks, beside $(cut -d, -f1 "$work/beside")"

for path in metrics api/v3/checks/ '' '?state=up'; do
  load 5 "$many" /ping/bench/c >"$work/beside" &
  sleep 1
  curl -fsS -o "$work/page" -w "/$path: %{size_download} bytes in %{time_total} s" "http://127.0.0.1:$port/$path"
  wait $!
  echo " beside $(cat "$work/beside")"
done
memory "after that"
