#!/usr/bin/env bash
# The package in a clean Debian: installed, used from a real crontab, upgraded, removed, purged.
# Takes about two minutes, of which one is cron's.
set -euo pipefail
. "$(dirname "$0")/debian.sh"

deb=(target/cron-heartbeat_*.deb)
work=$(mktemp -d)
root=$work/root
server=''
cron=''
cleanup() {
  [ -z "$cron" ] || kill "$cron" 2>/dev/null || true
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  umount "$root/proc" 2>/dev/null || true
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT

# A machine without systemd is a container's; one with it is everybody's.
clean_debian debian cron,systemd "$root"
mount -t proc proc "$root/proc"

step() { echo "- $*"; }
fail() { echo "FAILED: $*"; exit 1; }
expect() { # WHAT WANTED GOT
  [ "$2" = "$3" ] || fail "$1: wanted '$2', got '$3'"
}
# A command in the tree, as root or as a user, with as little around it as cron gives.
in_root() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"; }
as() {
  local user=$1
  shift
  in_root setpriv --reuid="$user" --regid="$user" --init-groups --reset-env "$@"
}
mode() { in_root stat -c '%a %U:%G' "$1"; }
# Everything that a package could leave behind, with accounts, but for logs and dpkg's own books.
everything() {
  (cd "$root" && find . -xdev \( -path ./proc -o -path ./var/log -o -path ./var/lib/dpkg -o -path ./var/cache \
    -o -path ./tmp -o -path ./run \) -prune -o -print | grep -vE '^\./etc/(passwd|group|shadow|gshadow|subuid|subgid)-$|^./etc/.pwd.lock$' | sort)
  cat "$root/etc/passwd" "$root/etc/group"
}
everything >"$work/before"

step "no Java there"
if in_root sh -c 'command -v java' || [ -e "$root/usr/lib/jvm" ]; then
  fail "there is a Java"
fi

step "install"
cp "${deb[0]}" "$root/root/heartbeat.deb"
in_root dpkg -i /root/heartbeat.deb >"$work/install.log" 2>&1 || { cat "$work/install.log"; fail "dpkg -i"; }
expect "the config" "640 root:heartbeat" "$(mode /etc/heartbeat/heartbeat.yml)"
expect "jobs.d" "2750 root:heartbeat" "$(mode /etc/heartbeat/jobs.d)"
expect "the state" "1733 root:root" "$(mode /var/lib/heartbeat)"
expect "the user's own state" "700 heartbeat:heartbeat" "$(mode /var/lib/heartbeat/heartbeat)"
expect "who reads what a mail system returns" root "$(cat "$root/var/lib/heartbeat/heartbeat/.forward")"
expect "what is tried again by itself" enabled "$(in_root systemctl is-enabled heartbeat-flush.timer)"
expect "the switch waits for its checks" disabled "$(in_root systemctl is-enabled heartbeat.service || true)"
in_root heartbeat --version
expect "the schema that the config names to editors" "heartbeat.yml" \
  "$(in_root sed -n 's/^  "title": "\(.*\)",/\1/p' "$(sed -n '1s/^# yaml-language-server: \$schema=//p' "$root/etc/heartbeat/heartbeat.yml")")"
expect "what dpkg finds changed" "" "$(in_root dpkg --verify cron-heartbeat | grep -v ' /usr/share/\(doc\|man\)/' || true)"

step "a crontab line of a user outside of the group heartbeat"
listens() { (: </dev/tcp/127.0.0.1/$port) 2>/dev/null; }
port=$((20000 + RANDOM % 10000))
while listens; do port=$((20000 + RANDOM % 10000)); done
cat >"$work/router.php" <<'PHP'
<?php file_put_contents(getenv('PINGS'), $_SERVER['REQUEST_URI'] . "\n", FILE_APPEND); echo 'OK';
PHP
serve() {
  PINGS=$work/pings php -S "127.0.0.1:$port" "$work/router.php" >/dev/null 2>&1 &
  server=$!
  until listens; do
    kill -0 $server 2>/dev/null || fail "the ping server does not start at port $port"
    sleep 0.1
  done
}
serve
touch "$work/pings"
# One that cron mails about: anything said, on either output.
cat >"$root/usr/sbin/sendmail" <<'FAKE'
#!/bin/sh
cat >>/tmp/cron-mail
FAKE
chmod 755 "$root/usr/sbin/sendmail"
line="echo 'Cron run completed correctly' 2>&1 | { heartbeat moodle --ping-success-url http://127.0.0.1:$port/ok --mail-to admin@example.org || cat >/dev/null; }"
echo "* * * * * $line" | in_root crontab -u www-data -
# exec, so that it is cron that is ended later, and not a shell around it.
(exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$root" cron -f) >/dev/null 2>&1 &
cron=$!
for _ in $(seq 180); do
  grep -q /ok "$work/pings" && in_root ls /var/lib/heartbeat/www-data/jobs/moodle 2>/dev/null | grep -q json && break
  sleep 1
done
grep -qx /ok "$work/pings" || fail "cron's run has not pinged in 180 s"
kill $cron && wait $cron 2>/dev/null || true
cron=''
in_root crontab -u www-data -r
as www-data heartbeat status moodle | sed -n 2p | grep -q '^moodle  *success' || fail "status: $(as www-data heartbeat status moodle)"
expect "the state of www-data" "700 www-data:www-data" "$(mode /var/lib/heartbeat/www-data)"
[ ! -e "$root/tmp/cron-mail" ] || fail "something was said: $(cat "$root/tmp/cron-mail")"

step "the config: for the group, and an error for others who rely on it"
echo 'jobs: { nightly: { success-marker: done, ping: { success-url: "http://127.0.0.1:'$port'/nightly" } } }' >>"$root/etc/heartbeat/heartbeat.yml"
status=0
said=$(echo done | as backup heartbeat nightly 2>&1) || status=$?
expect "outside of the group" 78 $status
case $said in
  *"/etc/heartbeat/heartbeat.yml: may not be read by this user"*"usermod -aG heartbeat backup"*) ;;
  *) fail "outside of the group: $said" ;;
esac
said=$(echo 'Cron run completed correctly' | as backup heartbeat judge 2>/dev/null) || fail "judge, which sends nothing"
expect "judged without the config" "verdict    success" "${said%%$'\n'*}"
# A command whose rules may stand in a config that can't be read: its exit status is no all-clear.
alone="--ping-success-url http://127.0.0.1:$port/alone --mail-to admin@example.org"
as backup heartbeat exec nightly $alone -- true 2>/dev/null && fail "an all-clear by the exit status alone"
! grep -qx /alone "$work/pings" || fail "a success ping where nobody knows the rules"
as backup heartbeat exec nightly --preset exit-status $alone -- true || fail "a line that says all"
grep -qx /alone "$work/pings" || fail "a line that says all has not pinged"
in_root usermod -aG heartbeat backup
echo done | as backup heartbeat nightly || fail "a member of the group can't run the job"
grep -qx /nightly "$work/pings" || fail "the job of the config has not pinged"

step "what could not be delivered is delivered by the service, as its owner"
kill $server && wait $server 2>/dev/null || true
status=0
echo done | as backup heartbeat nightly --ping-retries 0 2>/dev/null || status=$?
expect "a run whose ping does not arrive" 75 $status
# Due by its own pauses only later: as if that time had come.
find "$root/var/lib/heartbeat/backup/outbox" -name '*.json' | grep -q . || fail "nothing waits"
in_root /usr/lib/heartbeat/libexec/flush-users >/dev/null || true
expect "what is not backup's in its folder" "" "$(in_root find /var/lib/heartbeat/backup ! -user backup)"
serve
as backup heartbeat flush >/dev/null || fail "flush: something still waits"
expect "pings of the job" 2 "$(grep -c /nightly "$work/pings")"

step "upgrade: a changed config stays"
before=$(md5sum <"$root/etc/heartbeat/heartbeat.yml")
dpkg-deb -R "${deb[0]}" "$work/next"
sed -i 's/^Version: .*/Version: 99.0/' "$work/next/DEBIAN/control"
echo '# a line that the next version adds' >>"$work/next/etc/heartbeat/heartbeat.yml"
dpkg-deb --root-owner-group -Znone -b "$work/next" "$root/root/next.deb" >/dev/null
in_root chmod 0660 /etc/heartbeat/heartbeat.yml
in_root dpkg --force-confdef --force-confold -i /root/next.deb >"$work/upgrade.log" 2>&1 || { cat "$work/upgrade.log"; fail "upgrade"; }
expect "the new version" 99.0 "$(in_root dpkg-query -W -f '${Version}' cron-heartbeat)"
expect "the config" "$before" "$(md5sum <"$root/etc/heartbeat/heartbeat.yml")"
expect "its rights" "660 root:heartbeat" "$(mode /etc/heartbeat/heartbeat.yml)"
as www-data heartbeat status moodle >/dev/null || fail "the record is gone after the upgrade"

step "remove: the program goes, what the administrator wrote stays"
in_root dpkg -r cron-heartbeat >/dev/null 2>&1
[ ! -e "$root/usr/bin/heartbeat" ] && [ ! -e "$root/usr/lib/heartbeat" ] || fail "the program is still there"
[ -e "$root/etc/heartbeat/heartbeat.yml" ] || fail "the config is gone"
as www-data sh -c "$line" >/dev/null 2>&1 || fail "the crontab line's safety net does not hold"

step "purge: nothing is left"
in_root dpkg -P cron-heartbeat >/dev/null 2>&1
rm -f "$root"/root/*.deb "$root/usr/sbin/sendmail"
everything >"$work/after"
diff "$work/before" "$work/after" || fail "that is left"

step "install without systemd's tools, and purge at once"
mv "$root/usr/bin/systemd-sysusers" "$root/usr/bin/systemctl" "$root/tmp/"
cp "${deb[0]}" "$root/root/heartbeat.deb"
in_root dpkg -i /root/heartbeat.deb >"$work/install.log" 2>&1 || { cat "$work/install.log"; fail "dpkg -i"; }
expect "the config" "640 root:heartbeat" "$(mode /etc/heartbeat/heartbeat.yml)"
# An administrator's link; and another package's, which has put a unit of the same name there meanwhile.
wants=/etc/systemd/system/timers.target.wants
mkdir -p "$root$wants"
ln -s /lib/systemd/system/heartbeat@.timer "$root$wants/heartbeat@backup.timer"
in_root dpkg -r cron-heartbeat >/dev/null 2>&1
ln -s /lib/systemd/system/heartbeat.service "$root$wants/heartbeat.service"
touch "$root/lib/systemd/system/heartbeat.service"
said=$(in_root dpkg -P cron-heartbeat 2>&1 >/dev/null) || fail "dpkg -P"
expect "said by the purge" "" "$(grep -v '^dpkg: warning: while removing' <<<"$said" || true)"
expect "another package's link" yes "$([ -L "$root$wants/heartbeat.service" ] && echo yes)"
rm "$root$wants/heartbeat.service" "$root/lib/systemd/system/heartbeat.service"
mv "$root/tmp/systemd-sysusers" "$root/tmp/systemctl" "$root/usr/bin/"
rm "$root/root/heartbeat.deb"
everything >"$work/after"
diff "$work/before" "$work/after" || fail "that is left"

if command -v rpm >/dev/null; then
  step "the rpm: installed, replaced, erased"
  # What it needs is there, though not in rpm's own books.
  by_rpm() { rpm --root "$root" --nodeps "$@" >>"$work/rpm.log" 2>&1 || { cat "$work/rpm.log"; fail "rpm $*"; }; }
  package=$(readlink -f target/cron-heartbeat-*.rpm)
  by_rpm -i "$package"
  expect "the config" "640 root:heartbeat" "$(mode /etc/heartbeat/heartbeat.yml)"
  expect "jobs.d" "2750 root:heartbeat" "$(mode /etc/heartbeat/jobs.d)"
  expect "the state" "1733 root:root" "$(mode /var/lib/heartbeat)"
  expect "what is tried again by itself" enabled "$(in_root systemctl is-enabled heartbeat-flush.timer)"
  echo 'Cron run completed correctly' | as heartbeat heartbeat moodle || fail "a run of a user of the group"
  echo '# mine' >>"$root/etc/heartbeat/heartbeat.yml"
  by_rpm -U --force "$package"
  expect "a changed config" "# mine" "$(tail -1 "$root/etc/heartbeat/heartbeat.yml")"
  # As an administrator would; an instance, too.
  in_root systemctl enable -q heartbeat.service heartbeat-host-health.timer heartbeat@backup.timer
  by_rpm -e cron-heartbeat
  expect "what is still enabled" "" "$(find "$root/etc/systemd" -name '*heartbeat*')"
  [ ! -e "$root/usr/bin/heartbeat" ] && [ -e "$root/etc/heartbeat/heartbeat.yml.rpmsave" ] || fail "erased"
fi

echo "install: OK"
