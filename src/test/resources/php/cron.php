<?php
// Prints what Moodle 4.5's admin/cli/cron.php prints, and then ends in the way its argument says.
$how = $argv[1];
if ($how === 'silent') {
    exit(0);
}
echo 'Server Time: ' . date('r') . "\n\n\n";
task('Cleanup old sessions (core\task\session_cleanup_task)', 'complete');
echo "Ran 0 adhoc tasks found at " . date('r') . "\n";
echo "Cron run completed correctly\n";
echo "Cron completed at " . date('H:i:s') . " in 0.063598 seconds. Memory used: 23.4\u{a0}MB. Continuing to check for tasks for 6 more seconds.\n";
if ($how === 'fatal') {
    error_reporting(0); // as Moodle does where $CFG->debug is 0: the output just stops
    ini_set('memory_limit', '16M');
    echo "Execute scheduled task: Automated backups (core\\task\\automated_backup_task)\n";
    echo "... started " . date('H:i:s') . ". Current memory use 14.8\u{a0}MB.\n";
    echo "Backing up course #12...";
    $all = [];
    while (true) {
        $all[] = str_repeat('x', 1000000);
    }
}
if ($how === 'hang') {
    echo "Execute adhoc task: core\\task\\send_enrolment_notification\n";
    echo "Adhoc task id: 5123\n";
    echo "... started " . date('H:i:s') . ". Current memory use 14.8\u{a0}MB.\n";
    file_put_contents($argv[2], getmypid());
    sleep(600);
}
task('LDAP users sync job (auth_ldap\task\sync_task)', $how === 'task-fails' ? 'failed' : 'complete');
echo "Ran 0 adhoc tasks found at " . date('r') . "\n";
echo "Cron run completed correctly\n";
echo "Cron completed at " . date('H:i:s') . " in 0.003604 seconds. Memory used: 23.4\u{a0}MB.\n";

function task(string $name, string $end): void {
    echo "Execute scheduled task: $name\n";
    echo "... started " . date('H:i:s') . ". Current memory use 14.8\u{a0}MB.\n";
    echo "... used 7 dbqueries\n... used 0.0083270072937012 seconds\n";
    echo "Scheduled task $end: $name" . ($end === 'failed' ? ',Could not connect to the server' : '') . "\n";
}
