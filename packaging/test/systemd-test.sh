#!/usr/bin/env bash
# The units under a real systemd: a clean Debian is booted in a container, and the package installed in
# it. Needs systemd-nspawn, too; where no container may be booted, it says so and is skipped.
set -euo pipefail
. "$(dirname "$0")/debian.sh"

deb=(target/cron-heartbeat_*.deb)
work=$(mktemp -d)
root=$work/root
trap 'rm -rf --one-file-system "$work"' EXIT

clean_debian debian-booted-exim systemd-sysv,dbus,exim4-daemon-light "$root"
cp "${deb[0]}" "$root/root/heartbeat.deb"
chroot "$root" dpkg -i /root/heartbeat.deb >"$work/install.log" 2>&1 || { cat "$work/install.log"; exit 1; }
chroot "$root" useradd --create-home ops
# The config of the README as it stands, but for its recipient.
sed -n '/^serve:/,/^```/p' README.md | sed '$d; s/@example\.org\]/@localhost]/' >"$root/root/readme.yml"
grep -q 'to: \[ops@localhost\]' "$root/root/readme.yml"
cat >"$root/etc/heartbeat/host-health.conf" <<'CONF'
MEMORY='2 1'
SERVICES=dbus.service
CONF

# What is tried in the container. A line of /root/result for each; the last is OK.
cat >"$root/root/inside" <<'INSIDE'
#!/bin/bash
exec >/root/result 2>&1
# What it says of a connection that it ends itself is no result.
trap 'systemctl --no-block poweroff 2>/dev/null' EXIT
fail() { echo "FAILED: $*"; journalctl --no-pager -o cat -n 20; exit 1; }
expect() { [ "$2" = "$3" ] || fail "$1: wanted '$2', got '$3'"; }
status() { systemctl show -P ExecMainStatus "$1"; }
get() { (exec 3<>/dev/tcp/127.0.0.1/8000 && printf 'GET %s HTTP/1.0\r\n\r\n' "$1" >&3 && head -1 <&3) 2>/dev/null | cut -d' ' -f2; }
# until_is WANTED COMMAND...: systemd and serve need their time, a mail half a minute: it waits for others
until_is() {
  for _ in $(seq 900); do
    got=$("${@:2}")
    [ "$got" != "$1" ] || return 0
    sleep 0.1
  done
  fail "${*:2}: wanted '$1', got '$got'"
}
uuid=/ping/8116e449-d71c-4112-8f5d-a66f6090209

echo "- a config with an error, and an address that is taken: the start fails"
echo 'serve: { lisen: x }' >/etc/heartbeat/heartbeat.yml
systemctl start heartbeat 2>/dev/null && fail "a wrong config starts"
cp /root/readme.yml /etc/heartbeat/heartbeat.yml
sed 's/8000/25/' /root/readme.yml >/etc/heartbeat/heartbeat.yml
systemctl start heartbeat 2>/dev/null && fail "it starts where another program listens"
systemctl reset-failed heartbeat

echo "- the README's config: when systemd says that it is started, it listens; a check goes down, and the mail arrives"
cp /root/readme.yml /etc/heartbeat/heartbeat.yml
echo '  quick: { uuid: 8116e449-d71c-4112-8f5d-a66f60902099, period: 3s, grace: 3s }' >>/etc/heartbeat/heartbeat.yml
systemctl start heartbeat || fail "start"
expect "at once" 200 "$(get ${uuid}9)"
expect "watchdog" 3min "$(systemctl show -P WatchdogUSec heartbeat)"
case $(systemctl show -P StatusText heartbeat) in "listening on http://127.0.0.1:8000, 3 checks"*) ;; *) fail "its status" ;; esac
until_is 1 sh -c 'grep -c "^Subject: .*quick" /var/mail/ops 2>/dev/null || true'
heartbeat test-alert >/root/test-alert || fail "test-alert: $(cat /root/test-alert)"
grep -q 'Sent by the switch that runs here' /root/test-alert || fail "test-alert: $(cat /root/test-alert)"

echo "- a mail that can't be delivered, and comes back, is root's to read (exim keeps root's in /var/mail/mail)"
heartbeat test moodle --mail-to admin@example.org >/root/test || fail "test: $(cat /root/test)"
until_is 1 sh -c 'grep -c "^Subject: Mail delivery failed" /var/mail/mail 2>/dev/null || true'
systemctl stop heartbeat
rm -f /var/lib/heartbeat/heartbeat/switch.db*
cat >/etc/heartbeat/heartbeat.yml <<'YML'
serve: { alerts: { webhook: { url: "http://127.0.0.1:9/" } } }
checks:
  a: { uuid: 8116e449-d71c-4112-8f5d-a66f60902091, period: 1m, grace: 5m }
YML

echo "- the switch: started, and its pings answered"
systemctl start heartbeat || fail "start"
expect "at once" 200 "$(get ${uuid}1)"
expect "a check that is not there yet" 404 "$(get ${uuid}2)"

echo "- reload: a check more; a config with an error changes nothing"
echo '  b: { uuid: 8116e449-d71c-4112-8f5d-a66f60902092, period: 1m, grace: 5m }' >>/etc/heartbeat/heartbeat.yml
systemctl reload heartbeat
until_is 200 get ${uuid}2
echo '  c: { perio: 1m }' >>/etc/heartbeat/heartbeat.yml
systemctl reload heartbeat
until_is 1 sh -c "journalctl -u heartbeat -o cat | grep -c 'the old one stays in force'"
expect "pings go on" 200 "$(get ${uuid}2)"
sed -i '$d' /etc/heartbeat/heartbeat.yml

echo "- killed, it comes back with what it knew; stopped, it ends well"
systemctl kill -s KILL heartbeat
until_is 1 systemctl show -P NRestarts heartbeat
until_is 200 get /status/a
systemctl stop heartbeat || fail "stop"
expect "stopped" success "$(systemctl show -P Result heartbeat)"

echo "- what waits is tried by the timer's service, as its owner"
echo hello | setpriv --reuid=www-data --regid=www-data --init-groups --reset-env \
  heartbeat moodle --ping-failure-url http://127.0.0.1:9/ --ping-retries 0
expect "the timer" active "$(systemctl is-active heartbeat-flush.timer)"
systemctl start heartbeat-flush.service || fail "flush"
expect "something still waits" 75 "$(status heartbeat-flush.service)"
expect "not the owner's" '' "$(find /var/lib/heartbeat/www-data ! -user www-data)"

echo "- root sees the jobs of all users, who see their own"
all=$(heartbeat status --all)
for words in 'Jobs of root:' 'Jobs of www-data:' 'moodle'; do
  case $all in *"$words"*) ;; *) fail "status --all: no '$words' in: $all" ;; esac
done
expect "another user" 2 "$(setpriv --reuid=www-data --regid=www-data --init-groups --reset-env heartbeat status --all >/dev/null 2>&1; echo $?)"

echo "- host-health"
systemctl start heartbeat-host-health.service || fail "host-health"
expect "all is well" 0 "$(status heartbeat-host-health.service)"
# systemd does not wait until the journal has it.
until_is 'host-health: OK: memory services' journalctl -t heartbeat-host-health -o cat

echo "- a job without cron"
mkdir -p /etc/systemd/system/heartbeat@backup.{service,timer}.d
printf '[Service]\nUser=backup\nEnvironment="COMMAND=echo done | cat"\n' \
  >/etc/systemd/system/heartbeat@backup.service.d/job.conf
printf '[Timer]\nOnCalendar=\nOnCalendar=*:*:0/2\n' >/etc/systemd/system/heartbeat@backup.timer.d/time.conf
systemctl daemon-reload
systemctl start heartbeat@backup.timer
until_is done setpriv --reuid=backup --regid=backup --groups heartbeat --reset-env heartbeat log backup 2>/dev/null
systemctl stop heartbeat@backup.timer
until_is inactive systemctl is-active heartbeat@backup.service
systemctl start heartbeat@unset.service 2>/dev/null && fail "a job without a command"

echo "- removed, nothing runs; purged, nothing is enabled, nor after the next installation"
enabled() { find /etc/systemd /var/lib/systemd -name '*heartbeat*' ! -path '*.d' ! -path '*.d/*' | sort; }
programs() { readlink /proc/[0-9]*/exe | grep -E '^(/usr/bin/tail|/usr/lib/heartbeat/.* \(deleted\))' | sort -u || true; }
was=$(enabled | grep -v /stamp-)
printf '[Service]\nUser=\nEnvironment="COMMAND=exec tail -f /dev/null"\n' >/etc/systemd/system/heartbeat@backup.service.d/job.conf
systemctl daemon-reload
systemctl enable -q --now heartbeat.service heartbeat-host-health.timer heartbeat@backup.timer
systemctl start --no-block heartbeat@backup.service
until_is /usr/bin/tail programs
usermod -aG heartbeat www-data
systemctl start heartbeat@unset.service 2>/dev/null && fail "a job without a command"
expect "a failed unit" failed "$(systemctl is-failed heartbeat@unset.service)"
dpkg -r cron-heartbeat >/dev/null || fail "remove"
expect "what still runs" '' "$(systemctl list-units --plain --no-legend --state=active,activating,deactivating 'heartbeat*')$(programs)"
said=$(dpkg -P cron-heartbeat 2>&1 >/dev/null) || fail "purge"
expect "said by the purge" '' "$said"
expect "what is still enabled" '' "$(enabled)"
expect "failed units" '' "$(systemctl list-units --all --plain --no-legend --state=failed 'heartbeat*')"
expect "user and group" '' "$(getent passwd heartbeat; getent group heartbeat)"
said=$(dpkg -i /root/heartbeat.deb 2>&1) || fail "install again: $said"
expect "what is enabled at first" "$was" "$(enabled)"
for unit in heartbeat.service heartbeat-host-health.timer heartbeat@backup.timer; do
  expect "$unit" "disabled inactive" "$(systemctl is-enabled $unit) $(systemctl is-active $unit)"
done
echo OK
INSIDE
chmod 755 "$root/root/inside"
cat >"$root/etc/systemd/system/inside.service" <<'UNIT'
[Service]
ExecStart=/root/inside
TimeoutStopSec=5
[Install]
WantedBy=default.target
UNIT
chroot "$root" systemctl enable -q inside.service

timeout 1800 systemd-nspawn --quiet --register=no --keep-unit --private-network --directory="$root" --boot >"$work/boot.log" 2>&1 || true
if [ ! -e "$root/root/result" ]; then
  tail -3 "$work/boot.log"
  echo "systemd: skipped, no container can be booted here"
  exit 0
fi
grep -v '^heartbeat: moodle:' "$root/root/result" | sed '$d'
[ "$(tail -1 "$root/root/result")" = OK ] || { tail -1 "$root/root/result"; exit 1; }
echo "systemd: OK"
