#!/usr/bin/env bash
# Several switches on one replicated PostgreSQL, on this machine alone: a primary and a synchronous
# standby, two nodes of `heartbeat serve`, HAProxy before them, all on loopback. Pings come all the
# time; then the primary is killed and the standby promoted. At the end it counts: each ping that
# was answered 200 must be in the database.
#
# Usage: packaging/cluster/demo.sh [HEARTBEAT]     needs postgresql, haproxy, curl; takes a minute
# BASE=17000: the first of the five ports that it uses.
set -euo pipefail

here=$(cd "$(dirname "$0")/../.." && pwd)
heartbeat=${1:-$here/target/heartbeat/bin/heartbeat}
[ -x "$heartbeat" ] || heartbeat=$(command -v heartbeat) || { echo "build heartbeat first: mvn package" >&2; exit 1; }
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || { echo "PostgreSQL is not installed: apt install postgresql" >&2; exit 1; }
command -v haproxy >/dev/null || { echo "HAProxy is not installed: apt install haproxy" >&2; exit 1; }
base=${BASE:-17000}
primary=$base standby=$((base + 1)) one=$((base + 2)) two=$((base + 3)) front=$((base + 4))
work=$(mktemp -d)
children=()

# PostgreSQL does not run as root.
as=()
if [ "$(id -u)" = 0 ]; then
  user=postgres; id "$user" >/dev/null 2>&1 || user=nobody
  chown "$user" "$work"
  as=(setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups --)
fi

stop() {
  touch "$work/stop"
  for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done
  for data in primary standby; do
    [ ! -f "$work/$data/postmaster.pid" ] || kill -INT "$(head -1 "$work/$data/postmaster.pid")" 2>/dev/null || true
  done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT

say() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$*"; }
sql() { psql -qAtX -h 127.0.0.1 -p "$1" -U heartbeat -d "${3:-heartbeat}" -c "$2"; }
postgres() { # NAME PORT [OPTION...]
  (cd "$work" && exec "${as[@]}" "$bin/postgres" -D "$work/$1" -p "$2" -k '' -h 127.0.0.1 "${@:3}") >"$work/$1.log" 2>&1 &
  disown # its end is no news
  until sql "$2" 'SELECT 1' postgres >/dev/null 2>&1; do sleep 0.1; done
}

cd "$work"
say "a primary on port $primary"
"${as[@]}" "$bin/initdb" -A trust -U heartbeat -E UTF8 --locale=C.UTF-8 -D "$work/primary" >"$work/initdb.log" 2>&1
postgres primary "$primary" -c wal_level=replica
sql "$primary" 'CREATE DATABASE heartbeat' postgres
say "a synchronous standby on port $standby"
"${as[@]}" "$bin/pg_basebackup" -R -X stream -c fast -D "$work/standby" \
  -d "host=127.0.0.1 port=$primary user=heartbeat application_name=db2"
postgres standby "$standby"
sql "$primary" "ALTER SYSTEM SET synchronous_standby_names = 'db2'"
sql "$primary" 'SELECT pg_reload_conf()' >/dev/null
until [ "$(sql "$primary" 'SELECT sync_state FROM pg_stat_replication')" = sync ]; do sleep 0.1; done

uuid=8116e449-d71c-4112-8f5d-a66f6090209
for port in $one $two; do
  {
    cat <<YAML
serve:
  listen: 127.0.0.1:$port
  database: postgresql://heartbeat@127.0.0.1:$primary,127.0.0.1:$standby/heartbeat
  base-url: http://127.0.0.1:$front
  rate-limit: { per-check: 0 }
checks:
YAML
    for i in 0 1 2 3; do echo "  job$i: { uuid: $uuid$i, period: 1m, grace: 1m }"; done
  } >"$work/$port.yml"
  say "a node on port $port"
  "$heartbeat" serve --config "$work/$port.yml" >"$work/$port.out" 2>"$work/$port.err" &
  children+=("$!")
  disown
  until curl -fs "http://127.0.0.1:$port/healthz" >/dev/null; do sleep 0.1; done
done

cat >"$work/haproxy.cfg" <<CFG
defaults
  mode http
  timeout client 30s
  timeout connect 2s
  timeout server 30s
frontend pings
  bind 127.0.0.1:$front
  default_backend nodes
backend nodes
  balance roundrobin
  option httpchk GET /healthz
  retries 3
  retry-on conn-failure empty-response response-timeout 503
  option redispatch 1
  default-server check inter 1s fall 2 rise 1
  server one 127.0.0.1:$one
  server two 127.0.0.1:$two
CFG
say "HAProxy on port $front"
haproxy -db -f "$work/haproxy.cfg" >"$work/haproxy.log" 2>&1 &
children+=("$!")
until curl -fs "http://127.0.0.1:$front/healthz" >/dev/null; do sleep 0.1; done

# ping NUMBER: pings one check until it is stopped; a line for each answer.
ping() {
  while [ ! -e "$work/stop" ]; do
    code=$(curl -s -o /dev/null -w '%{http_code}' --max-time 20 "http://127.0.0.1:$front/ping/$uuid$1" || true)
    echo "$code $EPOCHREALTIME" >>"$work/answers$1"
    [ "$code" = 200 ] || sleep 0.2
  done
}
answered() { cat "$work"/answers? 2>/dev/null | grep -c '^200 ' || true; }
pingers=()
for i in 0 1 2 3; do ping "$i" & pingers+=("$!"); done
until [ "$(answered)" -gt 200 ]; do sleep 0.1; done

say "$(answered) pings are answered 200; the primary is killed (kill -9 of all its processes)"
postmaster=$(head -1 "$work/primary/postmaster.pid")
kill -9 "$postmaster" $(pgrep -P "$postmaster") || true
before=$(answered)
sleep 2
say "the standby is promoted"
"${as[@]}" "$bin/pg_ctl" promote -w -D "$work/standby" >/dev/null
sql "$standby" "ALTER SYSTEM SET synchronous_standby_names = ''"
sql "$standby" 'SELECT pg_reload_conf()' >/dev/null
until [ "$(answered)" -gt $((before + 200)) ]; do sleep 0.1; done
say "pings are taken again; now one node is killed"
kill -9 "${children[0]}"
before=$(answered)
until [ "$(answered)" -gt $((before + 200)) ]; do sleep 0.1; done
touch "$work/stop"
wait "${pingers[@]}" || true

silence=$(cat "$work"/answers? | grep '^200 ' | cut -d' ' -f2 | sort -n | awk '
  NR > 1 && $1 - last > most { most = $1 - last } { last = $1 } END { printf "%.1f", most }')
missing=0
for i in 0 1 2 3; do
  told=$(grep -c '^200 ' "$work/answers$i")
  stored=$(sql "$standby" "SELECT pings FROM checks WHERE uuid = '$uuid$i'")
  say "job$i: $told pings answered 200, $stored stored"
  [ "$stored" -ge "$told" ] || missing=$((missing + told - stored))
done
say "longest time without an answer of 200: $silence s (2 s of it until the promotion)"
say "acknowledged pings that are missing: $missing"
[ "$missing" = 0 ]
