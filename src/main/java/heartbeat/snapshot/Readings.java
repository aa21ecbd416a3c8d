package heartbeat.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * What files and commands say of the machine, unchanged.
 *
 * @param self this process's id, which the snapshot leaves out
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
