#!/bin/sh
# Starts heartbeat, wherever the folder was moved to: the native program, or the Java runtime that is there instead.
#
# Whatever goes wrong here, the job is not to suffer for it. So nothing here starts a process, not even a subshell, before
# the trial below: where no process is to be had, a shell ends, and then the trap runs the command or drains the pipe.
trap 'copies=no; unwatched "its launcher had to give up" "$@"' EXIT
# bash takes the trap away before it tries to become another program; it goes on after that instead.
[ -z "${BASH_VERSION-}" ] || shopt -s execfail

# $1: why. Runs the command of exec, or reads the pipe to its end.
unwatched() {
  trap - EXIT
  echo "heartbeat: $1: this run is not watched" >&2
  shift
  if [ "$command" = exec ]; then
    while [ $# != 0 ] && [ "$1" != -- ]; do shift; done
    [ $# -lt 2 ] || { shift; as_it_was; exec "$@"; exit; }
  fi
  if [ ! -t 0 ]; then
    PATH=/usr/bin:/bin
    trap drain EXIT
    case "$copies $* " in "yes "*" --tee "*) trap '' PIPE; cat ;; esac
    drain
  fi
  exit 1
}
copies=yes

# Options may stand before the command; a word that is the value of an option does no harm here.
command=
for word; do
  case $word in
    --) break ;;
    exec) command=exec; break ;;
    serve | demo) command=$word ;;
  esac
done

# cat fails because of the file that is not there: so it gives status 1 without a process of its own.
drain() {
  # A chroot may have no devices: then a program that says little reads, or else the shell itself, slowly.
  [ -c /dev/null ] || _=$(wc -c) || while read -r _; do :; done
  exec 2>/dev/null
  exec cat - "$lib/none" >/dev/null
}

# What is changed in the environment for the Java runtime; exec gives its command the old values back.
for_java() {
  # Job and file names are UTF-8 also under cron's LANG=C.
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]8 | *[Uu][Tt][Ff]-8) ;;
    *) HEARTBEAT_LC_ALL=${LC_ALL--} LC_ALL=C.UTF-8; export HEARTBEAT_LC_ALL LC_ALL ;;
  esac
  # Options meant for other Java programs can't change, slow down or break this one.
  [ -z "${JAVA_TOOL_OPTIONS+set}" ] || { export HEARTBEAT_ENV_JAVA_TOOL_OPTIONS="$JAVA_TOOL_OPTIONS"; unset JAVA_TOOL_OPTIONS; }
  [ -z "${JDK_JAVA_OPTIONS+set}" ] || { export HEARTBEAT_ENV_JDK_JAVA_OPTIONS="$JDK_JAVA_OPTIONS"; unset JDK_JAVA_OPTIONS; }
  [ -z "${_JAVA_OPTIONS+set}" ] || { export HEARTBEAT_ENV__JAVA_OPTIONS="$_JAVA_OPTIONS"; unset _JAVA_OPTIONS; }
}

as_it_was() {
  case ${HEARTBEAT_LC_ALL-} in '') ;; -) unset LC_ALL ;; *) LC_ALL=$HEARTBEAT_LC_ALL ;; esac
  [ -z "${HEARTBEAT_ENV_JAVA_TOOL_OPTIONS+set}" ] || export JAVA_TOOL_OPTIONS="$HEARTBEAT_ENV_JAVA_TOOL_OPTIONS"
  [ -z "${HEARTBEAT_ENV_JDK_JAVA_OPTIONS+set}" ] || export JDK_JAVA_OPTIONS="$HEARTBEAT_ENV_JDK_JAVA_OPTIONS"
  [ -z "${HEARTBEAT_ENV__JAVA_OPTIONS+set}" ] || export _JAVA_OPTIONS="$HEARTBEAT_ENV__JAVA_OPTIONS"
  [ -z "${HEARTBEAT_ADDED+set}" ] || unset MALLOC_ARENA_MAX
  unset HEARTBEAT_ADDED HEARTBEAT_LC_ALL HEARTBEAT_OPEN_FILES
  unset HEARTBEAT_ENV_JAVA_TOOL_OPTIONS HEARTBEAT_ENV_JDK_JAVA_OPTIONS HEARTBEAT_ENV__JAVA_OPTIONS
}

# What the runtime itself has to say (a thread dump after QUIT) is no part of a job's output.
# The class archive lies where it was made for, when that is free: else each process has a copy of its own, 12 MB more.
vm="-XX:+UseSerialGC -XX:ReservedCodeCacheSize=48m -XX:CompressedClassSpaceSize=64m
  -XX:-UsePerfData -XX:+DisableAttachMechanism -XX:-MaxFDLimit -XX:+DisplayVMOutputToStderr
  -XX:ErrorFile=/dev/stderr -Xlog:disable
  -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0"

# The one way to start it, on trial and in earnest.
start() {
  # Each thread has 64 MB of address space set aside for what it allocates, unless all share one place (mallopt(3)).
  [ -z "$scarce" ] || [ -n "${MALLOC_ARENA_MAX-}" ] || export MALLOC_ARENA_MAX=1 HEARTBEAT_ADDED=MALLOC_ARENA_MAX
  if [ -x "$lib/heartbeat" ]; then
    # It raises the soft limit of open files to the hard one: exec gives its command this one back.
    [ "$files" = "$most_files" ] || export HEARTBEAT_OPEN_FILES="$files"
    exec "$lib/heartbeat" "$@"
  fi
  for_java
  exec "$lib/bin/java" -XX:SharedArchiveFile="$lib/lib/heartbeat.jsa" $vm $memory ${onerror:+"$onerror"} \
    -Dheartbeat.launcher="$bin/heartbeat" \
    -Dsun.net.inetaddr.negative.ttl=0 --enable-native-access=heartbeat -m heartbeat/heartbeat.Main "$@"
}

# What the trial does without, so that there is room to spare in earnest.
with_less() {
  trap - EXIT
  case $space in *[!0-9]*) ;; *) ulimit -v $((space / 1024 > 65536 ? space / 1024 - 65536 : 0)) ;; esac
  case $data in *[!0-9]*) ;; *) ulimit -d $((data / 1024 > 65536 ? data / 1024 - 65536 : 0)) ;; esac
  case $processes in
    *[!0-9]*) ;;
    *) processes=$((processes > 8 ? processes - 8 : 0)); ulimit -u $processes 2>/dev/null || ulimit -p $processes ;;
  esac
}

self=$0
# The package's own link is known without asking: who asks starts a process.
[ ! -L "$self" ] || [ ! "$self" -ef /usr/lib/heartbeat/bin/heartbeat ] || self=/usr/lib/heartbeat/bin/heartbeat
[ ! -L "$self" ] || self=$(readlink -f -- "$self")
case $self in */*) bin=${self%/*} ;; *) bin=. ;; esac
lib=$bin/../lib/heartbeat

# A closed descriptor would go to one of the runtime's own files, to be read as the job's output.
{ true 9<&0; } 2>/dev/null || exec </dev/null
{ true 9>&1; } 2>/dev/null || exec >/dev/null
true 9>&2 || exec 2>/dev/null

[ -x "$lib/heartbeat" ] || [ -x "$lib/bin/java" ] || unwatched "$lib/bin/java is missing" "$@"

# Of what there is little. ulimit would tell it only to a process of its own.
space=unlimited data=unlimited processes=unlimited files= most_files= scarce=
[ -r /proc/self/limits ] || scarce="without /proc"
if [ -z "$scarce" ]; then
  while read -r max what first second third rest; do
    case $what in
      data) data=$second ;;
      processes) processes=$first ;;
      open) files=$second most_files=$third ;;
      address) space=$second; break ;;
    esac
  done </proc/self/limits
fi
case $space in unlimited) ;; *) scarce="with this little memory (ulimit -v)" ;; esac
case $data in unlimited) ;; *) scarce="with this little memory (ulimit -d)" ;; esac
case $files in [0-9] | [0-9][0-9]) scarce="with this few open files (ulimit -n)" ;; esac
case $processes in [0-9] | [0-9][0-9] | [0-9][0-9][0-9]) scarce="with this few processes (ulimit -u)" ;; esac
[ "${PWD:-/}" -ef . ] || scarce="where the working directory is gone"

# A run needs little, and the less the better while it waits; it compiles only what a big log goes through. A switch
# serves many, and for long.
case $command in
  serve | demo)
    memory="-Xmn16m -Xmx96m -XX:MaxDirectMemorySize=32m -XX:TrimNativeHeapInterval=60000" ;;
  *) memory="-XX:CompileThresholdScaling=10 -Xms8m -Xmn2m -Xmx96m" ;;
esac
# Should the runtime break in the middle of a pipe, its last deed is to drain it.
onerror=
[ "$command" = exec ] || onerror="-XX:OnError=cat >/dev/null"

# A trial costs a start, so only where it is doubtful.
[ -z "$scarce" ] || (with_less; start trial-start "$command") </dev/null >/dev/null 2>&1 ||
  unwatched "it can't start $scarce" "$@"
start "$@"
unwatched "it can't be started" "$@"
