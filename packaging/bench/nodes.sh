#!/usr/bin/env bash
# Two switches on one PostgreSQL: durable pings a second through one and through both of them, from
# deadline to alert, and how long a channel waits when the switch that sends on it is killed. Takes
# two minutes. PostgreSQL, load and switches share this machine's processors.
. "$(dirname "$0")/common.sh"
# Without a URL it makes a PostgreSQL server of its own (durable: fsync is on). With one it works on
# that database, and empties it.
#
# Usage: nodes.sh [SECONDS [CHECKS [postgresql://USER@HOST:PORT/NAME]]]
# BASE=17200: the first of the three ports that it uses.
seconds=${1:-8} checks=${2:-1000} database=${3:-} base=${BASE:-17200}
need wrk psql
about

if [ -z "$database" ]; then
  bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
  as=()
  if [ "$(id -u)" = 0 ]; then # PostgreSQL does not run as root
    user=postgres
    id "$user" >/dev/null 2>&1 || user=nobody
    as=(setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups --)
    mkdir "$work/postgres"
    chown "$user" "$work/postgres"
    chmod 711 "$work"
  fi
  "${as[@]}" "$bin/initdb" -A trust -U heartbeat -E UTF8 --locale=C.UTF-8 -D "$work/postgres/data" >"$work/initdb.log" 2>&1
  (cd / && exec "${as[@]}" "$bin/postgres" -D "$work/postgres/data" -p "$base" -k '' -h 127.0.0.1) >"$work/postgres.log" 2>&1 &
  children+=($!)
  until psql -q -h 127.0.0.1 -p "$base" -U heartbeat -c 'CREATE DATABASE heartbeat' postgres 2>/dev/null; do sleep 0.1; done
  database=postgresql://heartbeat@127.0.0.1:$base/heartbeat
fi
psql -qAt "$database" -c "SELECT 'PostgreSQL ' || current_setting('server_version') || ', fsync ' || current_setting('fsync') || ', synchronous_commit ' || current_setting('synchronous_commit')"
PGOPTIONS=--client-min-messages=warning psql -q "$database" -c 'DROP SCHEMA public CASCADE' -c 'CREATE SCHEMA public'

# A webhook: logs when what came, and how late. The answer to what tells of "held" does not come.
cat >"$work/hook.py" <<'PY'
import json, sys, time
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Hook(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    held = False

    def do_POST(self):
        came = datetime.now(timezone.utc)
        alert = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        late = (came - datetime.fromisoformat(alert["at"])).total_seconds() * 1000
        with open(sys.argv[2], "a") as log:
            log.write(f"{came.timestamp():.3f} {late:.0f} {alert['kind']} {alert['check']} {self.path}\n")
        if alert["check"] == "held" and not Hook.held:
            Hook.held = True
            time.sleep(300)
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK")

    def log_message(self, *ignored):
        pass

server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
server.daemon_threads = True
with open(sys.argv[1], "w") as port:
    port.write(f"{server.server_port}\n")
server.serve_forever()
PY
: >"$work/alerts"
python3 "$work/hook.py" "$work/port" "$work/alerts" &
children+=($!)
until [ -s "$work/port" ]; do sleep 0.05; done

uuid=8116e449-d71c-4112-8f5d-a66f60
declare -A node
start() { # NUMBER
  local port=$((base + $1))
  {
    cat <<YAML
serve:
  listen: 127.0.0.1:$port
  database: $database
  ping-key: bench
  rate-limit: { per-check: 0 }
  alerts: { webhook: { url: "http://127.0.0.1:$(cat "$work/port")/$1" } }
checks:
  held: { period: 1h }
YAML
    for ((i = 0; i < checks; i++)); do printf '  c%d: { uuid: %s%06x, period: 1h }\n' "$i" "$uuid" "$i"; done
    for i in {0..9}; do echo "  one$i: { period: 1s, grace: 1s }"; done
  } >"$work/$1.yml"
  "$heartbeat" serve --config "$work/$1.yml" >"$work/$1.out" 2>"$work/$1.err" &
  node[$1]=$!
  children+=("$!")
  disown # its end is no news
  until curl -fs -o /dev/null "http://127.0.0.1:$port/healthz"; do
    kill -0 "${node[$1]}" || { cat "$work/$1.err" >&2; exit 1; }
    sleep 0.1
  done
}

cat >"$work/load.lua" <<LUA
math.randomseed(os.time() + tonumber(wrk.port))
function request()
  return wrk.format("GET", string.format("/ping/$uuid%06x", math.random(0, $checks - 1)))
end
LUA
# load SECONDS CONNECTIONS NODE...: so many connections to each of them.
load() {
  local time=$1 connections=$2 jobs=() one
  shift 2
  for one; do
    wrk -t1 "-c$connections" "-d${time}s" --latency -s "$work/load.lua" "http://127.0.0.1:$((base + one))" >"$work/wrk$one" &
    jobs+=($!)
  done
  wait "${jobs[@]}"
  for one; do
    awk '/^ *50%/ { p50 = $2 } /^ *99%/ { p99 = $2 } /Latency  / { most = $4 } /Requests\/sec/ { rate = $2 }
      /Non-2xx/ { bad = "; " $0 } END { printf "%.0f a second, p50 %s, p99 %s, most %s%s", rate, p50, p99, most, bad }' "$work/wrk$one"
    [ "$one" = "${!#}" ] || printf ' + '
  done
  echo
}

# late HOW: when all ten have come, how late they were.
late() {
  local tries=0
  until (($(grep -c ' down one' "$work/alerts") >= 10)); do
    sleep 0.1
    ((++tries < 600)) || { echo "only $(grep -c ' down one' "$work/alerts") of 10 alerts came" >&2; exit 1; }
  done
  grep ' down one' "$work/alerts" | cut -d' ' -f2 | sort -n | awk -v how="$1" '{ ms[NR] = $1 }
    END { printf "deadline to alert, %s: p50 %d ms, last %d ms\n", how, ms[int((NR + 1) / 2)], ms[NR] }'
}

start 1
load 5 32 1 >/dev/null
echo "pings to $checks checks, one node, 32 connections: $(load "$seconds" 32 1)"
start 2
load 5 16 1 2 >/dev/null
echo "pings to $checks checks, two nodes, 16 connections each: $(load "$seconds" 16 1 2)"
for i in {0..9}; do
  curl -fsS -o /dev/null "http://127.0.0.1:$((base + 1 + i % 2))/ping/bench/one$i"
  sleep 0.3
done
late 'two nodes, nothing else going on'
psql -qAt "$database" -c "SELECT 'deadlocks: ' || deadlocks FROM pg_stat_database WHERE datname = current_database()"

curl -fsS -o /dev/null "http://127.0.0.1:$((base + 1))/ping/bench/held/fail"
until grep -q ' down held' "$work/alerts"; do sleep 0.02; done
first=$(sed -n 's|.* down held /||p' "$work/alerts")
kill -9 "${node[$first]}"
died=$EPOCHREALTIME
echo "node $first is killed (kill -9) while it sends"
tries=0
until (($(grep -c ' down held' "$work/alerts") >= 2)); do
  sleep 0.1
  ((++tries < 1200)) || { echo "nobody took over" >&2; exit 1; }
done
grep ' down held' "$work/alerts" | awk -v died="$died" 'END { printf "takeover of its channel: %.1f s\n", $1 - died }'
