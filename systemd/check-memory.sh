#!/bin/sh
# check-memory WARN CRIT: percent of memory that programs could still get. The monitoring-plugins
# have no such check.
awk -v warn="${1:?}" -v crit="${2:?}" '
  $1 == "MemTotal:" { total = $2 }
  $1 == "MemAvailable:" { free = $2 }
  END {
    if (!total) { print "MEMORY UNKNOWN - /proc/meminfo can not be read"; exit 3 }
    percent = 100 * free / total
    status = percent < crit ? 2 : percent < warn ? 1 : 0
    word = status == 2 ? "CRITICAL" : status == 1 ? "WARNING" : "OK"
    printf "MEMORY %s - %.0f%% available|available=%.0f%%;%s:;%s:\n", word, percent, percent, warn, crit
    exit status
  }' "${MEMINFO:-/proc/meminfo}"
