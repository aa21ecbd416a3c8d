#!/bin/sh
# Delivers, for every user, what pings and mails wait in /var/lib/heartbeat. root must not do this
# itself: it would leave files there that the user's own runs can't change, and would be led by what
# any user may have put there. So each outbox is seen to by its owner.
# Exits with 75 when something still waits, else with the last status that was not 0.
set -u
parent=${HEARTBEAT_STATE:-/var/lib/heartbeat}
heartbeat=${HEARTBEAT_BIN:-/usr/bin/heartbeat}
limit=${HEARTBEAT_FLUSH_LIMIT:-120}
at_once=8
status=0
running=''
count=0

# Waits for those that run, and takes what they ended with into account.
settle() {
  for pid in $running; do
    wait "$pid"
    last=$?
    if [ $last -ne 0 ] && [ $status -ne 75 ]; then
      status=$last
    fi
  done
  running=''
  count=0
}

for folder in "$parent"/*; do
  if [ ! -d "$folder" ] || [ -L "$folder" ]; then
    continue
  fi
  user=${folder##*/}
  owner=$(stat -c %u -- "$folder") || continue
  # Anybody may make folders here; heartbeat looks only into the one with its user's name.
  if [ "$(id -u -- "$user" 2>/dev/null)" != "$owner" ]; then
    continue
  fi
  # Nothing waits: nobody has to be started for that.
  if [ -z "$(find "$folder/outbox" -mindepth 2 -maxdepth 2 -type f -name '*.json' -print -quit 2>/dev/null)" ]; then
    continue
  fi
  # The time limit is root's: a user can stop his own processes, but not this one, nor its KILL. And
  # nobody waits for one user alone.
  timeout -k 10 "$limit" setpriv --reuid="$owner" --regid="$(id -g -- "$user")" --init-groups \
    --reset-env "$heartbeat" flush --due </dev/null &
  running="$running $!"
  count=$((count + 1))
  [ $count -lt $at_once ] || settle
done
settle
exit $status
