#!/bin/sh
# Starts heartbeat on the runtime beside this file, wherever the folder was moved to.
self=$0
[ ! -L "$self" ] || self=$(readlink -f -- "$self")
case $self in */*) bin=${self%/*} ;; *) bin=. ;; esac
lib=$bin/../lib/heartbeat

# Job and file names are UTF-8 also under cron's LANG=C. exec gives its command the old value back.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[Uu][Tt][Ff]8 | *[Uu][Tt][Ff]-8) ;;
  *) HEARTBEAT_LC_ALL=${LC_ALL--} LC_ALL=C.UTF-8; export HEARTBEAT_LC_ALL LC_ALL ;;
esac

# Options meant for other Java programs can't change, slow down or break this one.
[ -z "${JAVA_TOOL_OPTIONS+set}" ] || { export HEARTBEAT_ENV_JAVA_TOOL_OPTIONS="$JAVA_TOOL_OPTIONS"; unset JAVA_TOOL_OPTIONS; }
[ -z "${JDK_JAVA_OPTIONS+set}" ] || { export HEARTBEAT_ENV_JDK_JAVA_OPTIONS="$JDK_JAVA_OPTIONS"; unset JDK_JAVA_OPTIONS; }
[ -z "${_JAVA_OPTIONS+set}" ] || { export HEARTBEAT_ENV__JAVA_OPTIONS="$_JAVA_OPTIONS"; unset _JAVA_OPTIONS; }

exec "$lib/bin/java" -XX:AOTCache="$lib/lib/heartbeat.aot" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
  -Xms8m -Xmn2m -Xmx96m -XX:-UsePerfData -XX:+DisableAttachMechanism -XX:ErrorFile=/dev/stderr \
  -Xlog:disable -Dheartbeat.launcher="$bin/heartbeat" \
  -Dsun.net.inetaddr.negative.ttl=0 --enable-native-access=heartbeat -m heartbeat/heartbeat.Main "$@"
