#!/usr/bin/env bash
# The packages in target/, built a second time elsewhere: in another folder, at another time, in another time zone
# and locale and under another umask. They must be the same to the byte.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v faketime >/dev/null || { echo "faketime is not installed: without it two archives of classes differ" >&2; exit 1; }
first=$PWD/target
again=$(mktemp -d)
trap 'rm -rf "$again"' EXIT
tar -c --exclude=./target --exclude=./.git . | tar -x -C "$again"
(
  cd "$again"
  umask 077
  TZ=Pacific/Apia LC_ALL=C mvn -q -B package -DskipTests
)
for package in "$again"/target/cron-heartbeat[_-]*; do
  cmp "$package" "$first/${package##*/}" || {
    diff -rq "$again/target/heartbeat" "$first/heartbeat" || true
    diff "$again/target/image/archive.classes" "$first/image/archive.classes" | cut -c1-160 || true
    exit 1
  }
done
(cd "$again/target" && sha256sum cron-heartbeat[_-]*)
echo "reproducible: OK"
