#!/usr/bin/env bash
# heartbeat-flush.service as root: every outbox is seen to by its owner, and by nobody else.
# Needs root, and the users www-data and backup of every Debian.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 0711 "$work"
state=$work/state
install -d -m 1733 "$state"

# What stands in for heartbeat says who it is, and leaves a file where the outbox is.
cat >"$work/heartbeat" <<'FAKE'
#!/bin/sh
echo "$(id -un):$(id -gn):$HOME:$*"
touch "$STATE/$(id -un)/outbox/job/left-by-flush"
[ "$(id -un)" != backup ] || exit 75
FAKE
sed -i "s|\$STATE|$state|" "$work/heartbeat"
chmod 0755 "$work/heartbeat"

# outbox OWNER NAME: a folder NAME of OWNER's in which a ping waits
outbox() {
  install -d -m 0700 -o "$1" -g "$1" "$state/$2" "$state/$2/outbox" "$state/$2/outbox/job"
  install -m 0600 -o "$1" -g "$1" /dev/null "$state/$2/outbox/job/000000000001-x-failure.json"
}

failed=0
expect() { # WHAT WANTED GOT
  if [ "$2" != "$3" ]; then
    echo "FAILED: $1: wanted '$2', got '$3'"
    failed=1
  fi
}

outbox www-data www-data
status=0
said=$(HEARTBEAT_STATE=$state HEARTBEAT_BIN=$work/heartbeat systemd/flush-users.sh) || status=$?
expect "the owner flushes" "www-data:www-data:/var/www:flush --due" "$said"
expect "all is delivered" 0 $status
expect "what is left is the owner's" www-data "$(stat -c %U "$state/www-data/outbox/job/left-by-flush")"

rm -r "$state/www-data"
outbox www-data root                    # a trap: root must not be led into it
outbox www-data nobody                  # another user's name
ln -s "$state/nobody" "$state/www-data" # a link, to be followed by root
install -d -o games -g games "$state/games/outbox/job"
outbox backup backup
status=0
said=$(HEARTBEAT_STATE=$state HEARTBEAT_BIN=$work/heartbeat systemd/flush-users.sh) || status=$?
expect "only a folder of its owner's name counts, and only where something waits" \
  "backup:backup:/var/backups:flush --due" "$said"
expect "something still waits" 75 $status

rm -rf "${state:?}"/*
outbox backup backup # before www-data, in the order of names
outbox www-data www-data
cat >"$work/stops" <<'FAKE'
#!/bin/sh
if [ "$(id -un)" = backup ]; then
  trap '' TERM
  kill -STOP $$
  sleep 1000
fi
echo "$(id -un) is delivered"
FAKE
chmod 0755 "$work/stops"
status=0
said=$(HEARTBEAT_STATE=$state HEARTBEAT_BIN=$work/stops HEARTBEAT_FLUSH_LIMIT=10 \
  timeout 300 systemd/flush-users.sh) || status=$?
expect "a user who stops his own process does not stop the others" "www-data is delivered" "$said"
expect "his is killed, which is said" 137 $status

rm -rf "${state:?}"/*
status=0
said=$(HEARTBEAT_STATE=$state HEARTBEAT_BIN=$work/heartbeat systemd/flush-users.sh) || status=$?
expect "nobody has ever run a job" "0:" "$status:$said"

[ $failed = 0 ] && echo "flush-users: OK"
exit $failed
