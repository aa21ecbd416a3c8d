#!/usr/bin/env bash
# heartbeat-host-health.service with the built program: quiet while all is well, told otherwise.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CONFIG_HOME=$work/config XDG_STATE_HOME=$work/state HEARTBEAT_HOST_HEALTH=$work/conf
export HEARTBEAT_BIN=$PWD/target/heartbeat/bin/heartbeat
mkdir -p "$work/bin" "$work/config/heartbeat"
# The user of the service may have a folder in /var/lib/heartbeat; this test has one of its own.
echo "state-dir: $work/state" >"$work/config/heartbeat/heartbeat.yml"
cp systemd/host-health.sh "$work/bin/host-health"
cp systemd/check-memory.sh "$work/bin/check-memory"
cp systemd/check-services.sh "$work/bin/check-services"

# plugin NAME STATUS TEXT: stands in for one of the monitoring-plugins, or for systemctl
plugin() {
  printf '#!/bin/sh\necho "%s"\nexit %s\n' "$3" "$2" >"$work/bin/$1"
  chmod +x "$work/bin/$1"
}
failed=0
expect() { # WHAT WANTED GOT
  if [ "$2" != "$3" ]; then
    echo "FAILED: $1: wanted '$2', got '$3'"
    failed=1
  fi
}
health() { PATH=$work/bin:$PATH "$work/bin/host-health" 2>"$work/err"; }

plugin check_disk 0 'DISK OK - free space: / 100 MiB (50%);| /=100MB'
plugin systemctl 0 active
printf 'MemTotal: 1000 kB\nMemAvailable: 500 kB\n' >"$work/meminfo"
export MEMINFO=$work/meminfo
printf "DISK='-w 15%%'\nMEMORY='15 5'\nSERVICES='cron.service'\n" >"$work/conf"
expect "all is well" "host-health: OK: disk memory services" "$(health)"
expect "and nothing else is said" "" "$(cat "$work/err")"

plugin check_disk 2 'DISK CRITICAL - free space: / 1 MiB (1%);| /=1MB'
printf 'MemTotal: 1000 kB\nMemAvailable: 100 kB\n' >"$work/meminfo"
status=0
said=$(health) || status=$?
expect "two are not well" "host-health: NOT WELL: disk memory; well: services" "$said"
expect "which the status says too" 1 $status
case $(cat "$work/err") in
  *"host-disk: FAILURE"*"host-memory: WARNING"*) ;;
  *) echo "FAILED: nobody was told: $(cat "$work/err")"; failed=1 ;;
esac

plugin systemctl 3 inactive
printf "SERVICES='cron.service'\n" >"$work/conf"
expect "a service is down" "host-health: NOT WELL: services" "$(health)"

# systemctl of a Fedora: cron's unit is crond.service.
cat >"$work/bin/systemctl" <<'FAKE'
#!/bin/sh
case "$1 $3" in
  "cat crond.service") ;;
  "is-active crond.service") echo "${CROND:-active}" ;;
  *) echo inactive; exit 4 ;;
esac
FAKE
expect "cron by another name is well" "host-health: OK: services" "$(health)"
status=0
said=$(CROND=failed health) || status=$?
expect "and is not" "1 host-health: NOT WELL: services" "$status $said"
status=0
said=$(PATH=$work/bin:$PATH CROND=failed systemd/check-services.sh cron.service) || status=$?
expect "which is said by its own name" "2 SERVICES CRITICAL - crond.service (failed)" "$status $said"

printf "URL='-H localhost'\n" >"$work/conf"
if ! command -v check_http >/dev/null; then
  expect "a missing plugin" "host-health: NOT WELL: url" "$(health)"
  grep -q 'apt-get install monitoring-plugins-basic, or dnf install nagios-plugins-http' "$work/err" || {
    echo "FAILED: the package of a missing plugin is not named"
    failed=1
  }
fi
: >"$work/conf"
expect "nothing is asked for" "host-health: OK: nothing is checked" "$(health)"

[ $failed = 0 ] && echo "host-health: OK"
exit $failed
