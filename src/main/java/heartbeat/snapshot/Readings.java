package heartbeat.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * What was read and asked, as it came.
 *
 * @param self our own process id: we are not what the machine suffers from
 * @param loadavg {@code /proc/loadavg}, proc_loadavg(5); null: not there
 * @param meminfo {@code /proc/meminfo}, proc_meminfo(5); null: not there
 * @param disks {@code df -P}: POSIX's portable format, 1024-byte blocks
 * @param processes {@code ps -eo pid,user,pcpu,rss,stat,etime,args}
 * @param failedUnits {@code systemctl --failed --no-legend --plain}
 */
record Readings(
    long self,
    int processors,
    @Nullable String loadavg,
    @Nullable String meminfo,
    CommandAnswer disks,
    CommandAnswer processes,
    CommandAnswer failedUnits) {}
