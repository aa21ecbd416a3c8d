# fish completion for heartbeat(1): /usr/share/fish/vendor_completions.d/heartbeat.fish

set -l run "not __fish_seen_subcommand_from status log validate flush pause resume forget init serve next test-alert hash-password demo help"
set -l looks "__fish_seen_subcommand_from status log validate flush pause resume forget serve test-alert"

function __heartbeat_jobs
    set -l line (commandline -opc)
    $line[1] completion 2>/dev/null
end

# Whether a job may stand here: behind the command that takes one, and only once.
function __heartbeat_wants_job
    set -l line (commandline -opc)
    test (count $line) -eq 1
    or begin
        test (count $line) -eq 2
        and contains -- $line[2] exec status log judge test pause resume forget
    end
end

complete -c heartbeat -f
complete -c heartbeat -n __heartbeat_wants_job -a '(__heartbeat_jobs)' -d job
complete -c heartbeat -n __fish_use_subcommand -a exec -d 'run a command and watch it'
complete -c heartbeat -n __fish_use_subcommand -a status -d 'how the jobs stand'
complete -c heartbeat -n __fish_use_subcommand -a log -d 'what a run printed'
complete -c heartbeat -n __fish_use_subcommand -a judge -d 'the verdict on an output'
complete -c heartbeat -n __fish_use_subcommand -a validate -d 'check the config'
complete -c heartbeat -n __fish_use_subcommand -a test -d 'a real ping and mail, marked as a test'
complete -c heartbeat -n __fish_use_subcommand -a flush -d 'try again what could not be delivered'
complete -c heartbeat -n __fish_use_subcommand -a pause -d 'send nothing for a job for a while'
complete -c heartbeat -n __fish_use_subcommand -a resume -d 'end a pause'
complete -c heartbeat -n __fish_use_subcommand -a forget -d 'remove what is known of a job'
complete -c heartbeat -n __fish_use_subcommand -a init -d 'write a config with comments'
complete -c heartbeat -n __fish_use_subcommand -a serve -d 'be a dead man\'s switch'
complete -c heartbeat -n __fish_use_subcommand -a next -d 'the next times of a cron expression'
complete -c heartbeat -n __fish_use_subcommand -a test-alert -d 'a test alert on every channel of the switch'
complete -c heartbeat -n __fish_use_subcommand -a hash-password -d 'the hash of a password or API key'
complete -c heartbeat -n __fish_use_subcommand -a demo -d 'all that heartbeat does'
complete -c heartbeat -n __fish_use_subcommand -a help -d 'how a command is used'
complete -c heartbeat -n 'test (count (commandline -opc)) -eq 2; and __fish_seen_subcommand_from help' -a 'exec status log judge validate test flush pause resume forget init serve next test-alert hash-password demo'
complete -c heartbeat -n __fish_use_subcommand -s V -l version -d 'show the version'
complete -c heartbeat -s h -l help -d 'show help'
complete -c heartbeat -n 'not __fish_seen_subcommand_from status log judge validate flush pause resume forget init serve next test-alert hash-password demo help' -s v -l verbose -d 'tell what is read, judged, sent and answered'
complete -c heartbeat -l config -r -F -d 'the config file, instead of the usual ones'
complete -c heartbeat -n "$looks" -l state-dir -r -F -d 'where logs, records and the outbox are kept'
complete -c heartbeat -n '__fish_seen_subcommand_from status judge' -l json -d 'print JSON, for programs'
complete -c heartbeat -n '__fish_seen_subcommand_from status' -l all -d 'the jobs of every user'
complete -c heartbeat -n '__fish_seen_subcommand_from status' -l nagios -d 'answer as a Nagios plugin'
complete -c heartbeat -n '__fish_seen_subcommand_from status' -l url -x -d 'the checks of this switch'
complete -c heartbeat -n '__fish_seen_subcommand_from status' -l api-key-file -r -F -d 'its API key'
complete -c heartbeat -n '__fish_seen_subcommand_from status' -l login-file -r -F -d 'user:password'
complete -c heartbeat -n '__fish_seen_subcommand_from status' -l ca-file -r -F -d 'PEM certificates to trust'
complete -c heartbeat -n '__fish_seen_subcommand_from status' -l timeout -x -d 'for all of it'
complete -c heartbeat -n '__fish_seen_subcommand_from log' -l list -d 'list the runs that are kept'
complete -c heartbeat -n '__fish_seen_subcommand_from judge' -l exit-status -x -a '0 1' -d 'how the command ended'
complete -c heartbeat -n '__fish_seen_subcommand_from test' -l verdict -x -a 'success warning failure skipped' -d 'what to send'
complete -c heartbeat -n '__fish_seen_subcommand_from test' -l channel -x -d 'only this channel'
complete -c heartbeat -n '__fish_seen_subcommand_from flush' -l due -d 'only what is due'
complete -c heartbeat -n '__fish_seen_subcommand_from flush' -l for -x -a '30m 1h' -d 'go on for so long'
complete -c heartbeat -n '__fish_seen_subcommand_from pause' -l for -x -a '30m 2h 1d' -d 'for how long'
complete -c heartbeat -n '__fish_seen_subcommand_from init' -l from-crontab -r -F -d 'print a crontab with heartbeat in its lines'
complete -c heartbeat -n '__fish_seen_subcommand_from init' -l system -d 'the crontab has a user column'
complete -c heartbeat -n '__fish_seen_subcommand_from next' -l timezone -x -d 'of the expression'
complete -c heartbeat -n '__fish_seen_subcommand_from next' -l after -x -d 'times after this'
complete -c heartbeat -n '__fish_seen_subcommand_from next' -l count -x -d 'how many'
complete -c heartbeat -n '__fish_seen_subcommand_from serve' -l listen -x -d 'host and port'
complete -c heartbeat -n '__fish_seen_subcommand_from serve' -l copy-from -r -F -d 'move everything from this SQLite file into PostgreSQL'
complete -c heartbeat -n '__fish_seen_subcommand_from serve' -l database -r -F -d 'where everything is kept'
complete -c heartbeat -n '__fish_seen_subcommand_from demo' -l keep -d 'leave the status page open'

# <keys> made from the table of keys; see CONTRIBUTING.md
complete -c heartbeat -n "$run" -l preset -x -a 'auto moodle nagios exit-status' -d 'a ready-made rule for the output of a known program'
complete -c heartbeat -n "$run" -l success-marker -x -d 'a line that holds one of these says that the run completed'
complete -c heartbeat -n "$run" -l failure-marker -x -d 'a line that holds one of these makes the run a failure'
complete -c heartbeat -n "$run" -l warning-marker -x -d 'a line that holds one of these makes a completed run a warning'
complete -c heartbeat -n "$run" -l skip-marker -x -d 'a line that holds one of these says that the job was told not to run'
complete -c heartbeat -n "$run" -l failed-tasks -x -a 'warn fail ignore' -d 'what failed tasks make of a Moodle run that completed'
complete -c heartbeat -n "$run" -l min-duration -x -d 'a run that completes faster is a failure'
complete -c heartbeat -n "$run" -l max-duration -x -d 'alert when a run takes longer; exec also ends the command'
complete -c heartbeat -n "$run" -l max-silence -x -d 'alert when a run writes nothing for so long'
complete -c heartbeat -n "$run" -l warning-ping -x -a 'success failure' -d 'the URL to ping when something in a completed run failed'
complete -c heartbeat -n "$run" -l kill-after -x -d 'exec: from TERM to KILL, and how long a grandchild may hold the output open'
complete -c heartbeat -n "$run" -l lock -x -a 'skip wait off' -d 'exec: what to do while another run of the job is going'
complete -c heartbeat -n "$run" -l directory -r -F -d 'exec: where the command is run'
complete -c heartbeat -n "$run" -l tee -d 'copy the output to standard output'
complete -c heartbeat -n "$run" -l log-limit -x -d 'bytes of a kept log at most; beyond, its head and tail are kept'
complete -c heartbeat -n "$run" -l keep-runs -x -d 'how many runs are remembered'
complete -c heartbeat -n "$run" -l outbox-keep -x -d 'how long heartbeat retries what it could not deliver'
complete -c heartbeat -n "$run" -l snapshot -d 'add load, memory, disk and top processes to a failure'
complete -c heartbeat -n "$run" -l alert -x -d 'names of channels that are told what is mailed, beside the mail'
complete -c heartbeat -n "$run" -l redact -x -d 'regular expressions: heartbeat removes what they match before anything leaves this machine'
complete -c heartbeat -n "$run" -l ping -x -d 'the ping URL of the job\'s check; \'ping: URL\' is the same'
complete -c heartbeat -n "$run" -l ping-success-url -x -d 'pinged when the run completed, instead of what the style makes of url'
complete -c heartbeat -n "$run" -l ping-failure-url -x -d 'pinged when the run did not complete'
complete -c heartbeat -n "$run" -l ping-start-url -x -d 'pinged when the run begins'
complete -c heartbeat -n "$run" -l ping-log-url -x -d 'pinged when the run was skipped'
complete -c heartbeat -n "$run" -l ping-style -x -a 'healthchecks cronitor kuma plain' -d 'the protocol of the service; recognised from the URL when left out'
complete -c heartbeat -n "$run" -l ping-start -d 'whether the beginning of a run is pinged'
complete -c heartbeat -n "$run" -l ping-method -x -a 'GET POST PUT HEAD' -d 'the HTTP method'
complete -c heartbeat -n "$run" -l ping-body -x -a 'none summary tail' -d 'what a ping carries: reason and counts, or the end of the log'
complete -c heartbeat -n "$run" -l ping-body-limit -x -d 'bytes of a ping\'s body at most; a server\'s own limit lowers it'
complete -c heartbeat -n "$run" -l ping-headers -x -d 'HTTP headers to send along'
complete -c heartbeat -n "$run" -l ping-user-agent -x -d 'what heartbeat calls itself'
complete -c heartbeat -n "$run" -l ping-proxy -x -d 'HTTP proxy; as the environment says when left out'
complete -c heartbeat -n "$run" -l ping-ca-file -r -F -d 'PEM certificates to trust instead of the system\'s'
complete -c heartbeat -n "$run" -l ping-connect-timeout -x -d 'how long connecting may take'
complete -c heartbeat -n "$run" -l ping-read-timeout -x -d 'how long the server may be silent'
complete -c heartbeat -n "$run" -l ping-timeout -x -d 'how long one attempt may take'
complete -c heartbeat -n "$run" -l ping-retries -x -d 'further attempts after the first'
complete -c heartbeat -n "$run" -l ping-jitter -x -d 'wait a random time up to this, so that not all jobs ping at once'
complete -c heartbeat -n "$run" -l mail-to -x -d 'who is mailed; nobody when left out'
complete -c heartbeat -n "$run" -l mail-from -x -d 'the sender; smtp.from, or heartbeat at this host, when left out'
complete -c heartbeat -n "$run" -l mail-on -x -a 'failure warning recovery' -d 'what is mailed about'
complete -c heartbeat -n "$run" -l mail-subject -x -d 'the subject, with placeholders'
complete -c heartbeat -n "$run" -l mail-body -x -d 'the text, with placeholders; the built-in text when left out'
complete -c heartbeat -n "$run" -l mail-cooldown -x -d 'the same failure again within this time is only counted'
complete -c heartbeat -n "$run" -l state-dir -r -F -d 'where runs, logs and undelivered messages are kept'
complete -c heartbeat -n "$run" -l smtp-host -x -d 'the mail server'
complete -c heartbeat -n "$run" -l smtp-port -x -d 'its port; 25, or 587 for starttls, or 465 for tls, when left out'
complete -c heartbeat -n "$run" -l smtp-security -x -a 'none starttls tls' -d 'how the connection is protected'
complete -c heartbeat -n "$run" -l smtp-user -x -d 'log in as'
complete -c heartbeat -n "$run" -l smtp-password -x -d 'better ${file:/path} or ${env:NAME} than the password itself'
complete -c heartbeat -n "$run" -l smtp-from -x -d 'the sender of all mail; heartbeat at this host when left out'
complete -c heartbeat -n "$run" -l smtp-timeout -x -d 'how long connecting and each answer may take'
complete -c heartbeat -n "$run" -l smtp-ca-file -r -F -d 'PEM certificates to trust instead of the system\'s'
complete -c heartbeat -n "$run" -l smtp-hello -x -d 'this machine\'s name in HELO; its own, or that in /etc/mailname when it has no domain'
complete -c heartbeat -n "$run" -l sendmail -r -F -d 'mail through this program instead of smtp'
# </keys>
