#!/usr/bin/env bash
# What the tools of Debian, rpm and systemd say of the packages and units.
set -euo pipefail
cd "$(dirname "$0")/../.."
without=()
deb=(target/cron-heartbeat_*.deb) rpm=(target/cron-heartbeat-*.rpm)

# A tree without the manual is a developer's own.
[ -d packaging/man ] || without=(--suppress-tags no-manual-page)
lintian --allow-root --fail-on error,warning "${without[@]}" "${deb[0]}"
echo "lintian: OK"

rpm -K "${rpm[0]}" # digests
# rpm knows how to read it; that Debian's rpm has neither /bin/sh nor glibc on record is no matter.
mkdir -p target/rpmdb
lacks=$(rpm -i --test --dbpath "$PWD/target/rpmdb" "${rpm[0]}" 2>&1 | grep 'is needed by' | grep -vE '/(bin|sbin)/|^\s+lib(c|dl|m|pthread|rt|z)\.so\.[0-9]+\(' || true)
[ -z "$lacks" ] || { echo "$lacks"; exit 1; }
echo "rpm: OK"

# The pages that are shipped link to files that are shipped.
dead_links() { # the folder of an unpacked package
  local doc=$1/usr/share/doc/cron-heartbeat page link dead=0
  while IFS=' ' read -r page link; do
    [ -e "$(dirname "$page")/${link%%#*}" ] || { echo "${page#"$1"}: $link is not in the package"; dead=1; }
  done < <(find "$doc" -name '*.md' -print0 | sort -z | xargs -0 grep -oHE '\]\([^)#][^)]*\)' | grep -v '](https\?:' | sed -E 's/:\]\((.*)\)$/ \1/')
  return $dead
}
root=target/links-root
rm -rf "$root"
mkdir -p "$root/deb" "$root/rpm"
dpkg-deb -x "${deb[0]}" "$root/deb"
dead_links "$root/deb"
rpm2archive - <"${rpm[0]}" | tar -xzC "$root/rpm"
dead_links "$root/rpm"
rm -rf "$root"
# What `rpm -qd` shows, and an installation without documents leaves out.
not_doc=$(comm -23 <(rpm -qpl "${rpm[0]}" | grep -E '^/usr/share/(doc|man)/.*\.' | sort) <(rpm -qpd "${rpm[0]}" | sort))
[ -z "$not_doc" ] || { echo "not marked as documents: $not_doc"; exit 1; }
echo "pages: OK"

# The units as they are installed: the programs that they name must be there.
root=target/units-root
rm -rf "$root"
dpkg-deb -x "${deb[0]}" "$root"
install -D /bin/true "$root/bin/sh"
for target in basic network-online multi-user timers sysinit shutdown; do
  printf '[Unit]\nDescription=%s\n' $target >"$root/usr/lib/systemd/system/$target.target"
done
said=$(systemd-analyze verify --man=no --root="$root" heartbeat.service heartbeat-flush.service heartbeat-flush.timer \
  heartbeat@x.service heartbeat@x.timer heartbeat-host-health.service heartbeat-host-health.timer 2>&1) || {
  echo "$said"
  exit 1
}
[ -z "$said" ] || { echo "$said"; exit 1; }
# In tenths. Up to 4.9 it is OK in systemd's words; ours is at 1.4, and is to stay near.
systemd-analyze security --offline=true --threshold=20 systemd/heartbeat.service | tail -1
rm -rf "$root" target/rpmdb
echo "systemd-analyze: OK"
