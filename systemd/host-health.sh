#!/bin/sh
# Runs the checks that host-health.conf asks for, each as a job of heartbeat's: quiet while all is
# well, but for one line; a ping or mail with a snapshot of the machine when something is not.
set -u
conf=${HEARTBEAT_HOST_HEALTH:-/etc/heartbeat/host-health.conf}
heartbeat=${HEARTBEAT_BIN:-/usr/bin/heartbeat}
MAIL_TO='' PING='' DISK='' LOAD='' MEMORY='' SERVICES='' URL=''
# shellcheck disable=SC1090
. "$conf" || exit 78

# Debian, Fedora, Alpine and SUSE keep the monitoring-plugins in different places.
for folder in /usr/lib/nagios/plugins /usr/lib64/nagios/plugins /usr/lib/monitoring-plugins; do
  [ ! -d "$folder" ] || PATH=$PATH:$folder
done

well='' unwell=''

# check NAME COMMAND...: a status of 0 is well; heartbeat has told of any other.
check() {
  name=$1
  shift
  if ! command -v "$1" >/dev/null; then
    # Told as a plugin would tell it, so that it stands in mail, ping and status.
    set -- sh -c 'echo "$1 UNKNOWN - this plugin is not installed: apt-get install monitoring-plugins-basic, or dnf install nagios-plugins-${1#check_}"; exit 3' sh "$1"
  fi
  if "$heartbeat" exec "host-$name" --preset nagios --snapshot --max-duration 1m \
    ${MAIL_TO:+--mail-to "$MAIL_TO"} ${PING:+--ping "$PING"} -- "$@"; then
    well="$well $name"
  else
    unwell="$unwell $name"
  fi
}

# The values are options, parted by blanks.
# shellcheck disable=SC2086
{
  [ -z "$DISK" ] || check disk check_disk $DISK
  [ -z "$LOAD" ] || check load check_load $LOAD
  [ -z "$MEMORY" ] || check memory "${0%/*}/check-memory" $MEMORY
  [ -z "$SERVICES" ] || check services "${0%/*}/check-services" $SERVICES
  [ -z "$URL" ] || check url check_http $URL
}

if [ -n "$unwell" ]; then
  echo "host-health: NOT WELL:$unwell${well:+; well:$well}"
  exit 1
fi
echo "host-health: OK:${well:- nothing is checked}"
