#!/usr/bin/env bash
# How many classes a run loads until it waits for its input, and until its end, without and with a
# ping over http: on the runtime of the image, without the class archive, which has them all ready.
. "$(dirname "$0")/common.sh"
runtime=$(dirname "$heartbeat")/../lib/heartbeat
[ -x "$runtime/bin/java" ] || { echo 'this is a native image: it loads no classes' >&2; exit 2; }
start_server
about
printf 'Cron run completed correctly\n' >"$work/log"

run() {
  "$runtime/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-Xlog:class+load:file=$work/classes" \
    -Dheartbeat.launcher=/bin/true -m heartbeat/heartbeat.Main "$@"
}

classes() {
  printf 'classes loaded %-28s %5d\n' "$1:" "$(wc -l <"$work/classes")"
}

mkfifo "$work/output"
run b --ping "$url" <"$work/output" &
exec 9>"$work/output"
sleep 3
classes 'until it waits for its input'
cat "$work/log" >&9
exec 9>&-
wait $!
run b <"$work/log"
classes 'to the end, without a ping'
run b --ping "$url" <"$work/log"
classes 'to the end, with a ping'
