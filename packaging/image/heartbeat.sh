#!/bin/sh
# Starts heartbeat on the runtime beside this file, wherever the folder was moved to.
self=$0
[ ! -L "$self" ] || self=$(readlink -f -- "$self")
case $self in */*) bin=${self%/*} ;; *) bin=. ;; esac
lib=$bin/../lib/heartbeat

# A closed descriptor would go to one of the runtime's own files, to be read as the job's output.
{ true 9<&0; } 2>/dev/null || exec </dev/null
{ true 9>&1; } 2>/dev/null || exec >/dev/null
true 9>&2 || exec 2>/dev/null

# Job and file names are UTF-8 also under cron's LANG=C. exec gives its command the old value back.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[Uu][Tt][Ff]8 | *[Uu][Tt][Ff]-8) ;;
  *) HEARTBEAT_LC_ALL=${LC_ALL--} LC_ALL=C.UTF-8; export HEARTBEAT_LC_ALL LC_ALL ;;
esac

# Options meant for other Java programs can't change, slow down or break this one.
[ -z "${JAVA_TOOL_OPTIONS+set}" ] || { export HEARTBEAT_ENV_JAVA_TOOL_OPTIONS="$JAVA_TOOL_OPTIONS"; unset JAVA_TOOL_OPTIONS; }
[ -z "${JDK_JAVA_OPTIONS+set}" ] || { export HEARTBEAT_ENV_JDK_JAVA_OPTIONS="$JDK_JAVA_OPTIONS"; unset JDK_JAVA_OPTIONS; }
[ -z "${_JAVA_OPTIONS+set}" ] || { export HEARTBEAT_ENV__JAVA_OPTIONS="$_JAVA_OPTIONS"; unset _JAVA_OPTIONS; }

# What the runtime itself has to say (a thread dump after QUIT) is no part of a job's output.
vm="-XX:+UseSerialGC -XX:ReservedCodeCacheSize=48m -XX:CompressedClassSpaceSize=64m
  -XX:-UsePerfData -XX:+DisableAttachMechanism -XX:-MaxFDLimit -XX:+DisplayVMOutputToStderr
  -XX:ErrorFile=/dev/stderr -Xlog:disable"

# Where the runtime can't start, the job is not to suffer for it: run the command, or drain the pipe.
unwatched() {
  echo "heartbeat: $1: this run is not watched" >&2
  if [ "${2-}" = exec ]; then
    while [ $# -gt 1 ] && [ "$1" != -- ]; do shift; done
    shift
    [ $# = 0 ] || exec "$@"
  elif [ ! -t 0 ]; then
    shift
    case " $* " in *" --tee "*) cat ;; *) cat >/dev/null ;; esac
  fi
  exit 1
}
[ -x "$lib/bin/java" ] || unwatched "$lib/bin/java is missing" "$@"
# An attempt costs a start, so only where memory or processes are limited; with a larger heap and more threads, to
# have room to spare.
spare=
case $( (ulimit -u) 2>/dev/null || ulimit -p) in
  [0-9] | [0-9][0-9] | [0-9][0-9][0-9])
    spare="-XX:-UseSerialGC -XX:+UseParallelGC -XX:ParallelGCThreads=16 -XX:-UseDynamicNumberOfGCThreads" ;;
esac
case $spare$(ulimit -v; ulimit -d) in
  *[0-9]*)
    "$lib/bin/java" $vm $spare -Xmx600m -version </dev/null >/dev/null 2>&1 ||
      unwatched "it can't start within the limits on memory or processes (ulimit -v, -d, -u)" "$@" ;;
esac
# Should the runtime break in the middle of a pipe, its last deed is to drain it.
# A run needs little, and the less the better while it waits; it compiles only what a big log goes through. A switch
# serves many, and for long.
case ${1-} in
  serve | demo)
    memory="-Xmn16m -Xmx96m -XX:MaxDirectMemorySize=32m -XX:TrimNativeHeapInterval=60000" ;;
  *) memory="-XX:CompileThresholdScaling=10 -Xms8m -Xmn2m -Xmx96m" ;;
esac
onerror=
[ "${1-}" = exec ] || onerror="-XX:OnError=cat >/dev/null"

exec "$lib/bin/java" -XX:SharedArchiveFile="$lib/lib/heartbeat.jsa" $vm $memory ${onerror:+"$onerror"} \
  -Dheartbeat.launcher="$bin/heartbeat" \
  -Dsun.net.inetaddr.negative.ttl=0 --enable-native-access=heartbeat -m heartbeat/heartbeat.Main "$@"
