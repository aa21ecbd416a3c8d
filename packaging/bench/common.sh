# What the benchmarks share; sourced by them. Needs bash, python3, curl, and what each one names.
set -euo pipefail
shopt -s inherit_errexit

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
heartbeat=$(realpath "${HEARTBEAT:-$here/../../target/heartbeat/bin/heartbeat}")
work=$(mktemp -d "${TMPDIR:-/tmp}/heartbeat-bench.XXXXXX")
export XDG_CONFIG_HOME=$work/config XDG_STATE_HOME=$work/state HOME=$work
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY

need() {
  local tool
  for tool; do
    command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
  done
}
need python3 curl

children=()
leave() {
  local child
  for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done
  rm -rf "$work"
}
trap leave EXIT

# A server on loopback that answers every request with 200 OK and notes it in $work/pings.
start_server() {
  python3 "$here/server.py" "$work/port" "$work/pings" &
  children+=($!)
  until [ -s "$work/port" ]; do sleep 0.05; done
  url=http://127.0.0.1:$(cat "$work/port")/ping/8116e449-d71c-4112-8f5d-a66f60902091
}

about() {
  local kind=native
  [ ! -x "$(dirname "$heartbeat")/../lib/heartbeat/bin/java" ] || kind='jlink + class archive'
  echo "$("$heartbeat" --version), $kind; $(nproc) × $(sed -n 's/^model name.*: //p;T;q' /proc/cpuinfo); load $(cut -d' ' -f1 /proc/loadavg); $(date -u +%F)"
}

# ratio A B: how many times B is in A.
ratio() {
  awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'
}
