#!/bin/sh
# Delivers, for every user, what pings and mails wait in /var/lib/heartbeat. root must not do this
# itself: it would leave files there that the user's own runs can't change, and would be led by what
# any user may have put there. So each outbox is seen to by its owner.
# Exits with 75 when something still waits, else with the last status that was not 0.
set -u
parent=${HEARTBEAT_STATE:-/var/lib/heartbeat}
heartbeat=${HEARTBEAT_BIN:-/usr/bin/heartbeat}
status=0

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
  setpriv --reuid="$owner" --regid="$(id -g -- "$user")" --init-groups --reset-env \
    timeout 300 "$heartbeat" flush --due </dev/null
  last=$?
  if [ $last -ne 0 ] && [ $status -ne 75 ]; then
    status=$last
  fi
done
exit $status
