#!/usr/bin/env bash
# A whole run: start, config, end of input, one ping to a local server, record. Against curl that
# sends that ping, and against runitor, chronic and cronic around `true` where they are on PATH.
. "$(dirname "$0")/common.sh"
need hyperfine
runs=${1:-30}
start_server
about
printf 'Cron run completed correctly\n' >"$work/log"
mkdir -p "$work/config/heartbeat"
printf 'jobs:\n  b:\n    ping: { url: "%s", start: false }\n' "$url" >"$work/config/heartbeat/heartbeat.yml"

names=(heartbeat curl)
commands=("$heartbeat b" "curl -fsS -m 10 -o /dev/null -d success $url")
if command -v runitor >/dev/null; then
  names+=(runitor)
  commands+=("runitor -no-start-ping -api-url ${url%/ping/*}/ping -uuid ${url##*/} -- true")
fi
for other in chronic cronic; do
  if command -v $other >/dev/null; then
    names+=($other)
    commands+=("$other true")
  fi
done
hyperfine --warmup 3 --runs "$runs" --export-json "$work/times.json" --style none \
  "${commands[@]/%/ <$work/log}" >/dev/null
python3 - "$work/times.json" "${names[@]}" <<'PY'
import json, sys

results = json.load(open(sys.argv[1]))["results"]
ours = results[0]["median"]
for name, result in zip(sys.argv[2:], results):
    print(f"whole run: {name:10} {result['median'] * 1000:8.1f} ms (least {result['min'] * 1000:.1f});"
          f" heartbeat takes {ours / result['median']:.2f} times as long")
PY
