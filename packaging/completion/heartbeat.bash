# bash completion for heartbeat(1): /usr/share/bash-completion/completions/heartbeat

# <keys> made from the table of keys; see CONTRIBUTING.md
_heartbeat_keys='
  --preset
  --success-marker
  --failure-marker
  --warning-marker
  --skip-marker
  --failed-tasks
  --min-duration
  --max-duration
  --max-silence
  --warning-ping
  --kill-after
  --lock
  --directory
  --tee
  --log-limit
  --keep-runs
  --outbox-keep
  --snapshot
  --alert
  --redact
  --ping
  --ping-success-url
  --ping-failure-url
  --ping-start-url
  --ping-log-url
  --ping-style
  --ping-start
  --ping-method
  --ping-body
  --ping-body-limit
  --ping-headers
  --ping-user-agent
  --ping-proxy
  --ping-ca-file
  --ping-connect-timeout
  --ping-read-timeout
  --ping-timeout
  --ping-retries
  --ping-jitter
  --mail-to
  --mail-from
  --mail-on
  --mail-subject
  --mail-body
  --mail-cooldown
  --state-dir
  --smtp-host
  --smtp-port
  --smtp-security
  --smtp-user
  --smtp-password
  --smtp-from
  --smtp-timeout
  --smtp-ca-file
  --smtp-hello
  --sendmail
'
_heartbeat_kind() {
  case $1 in
    --preset) echo 'auto moodle nagios exit-status' ;;
    --success-marker) echo 'any' ;;
    --failure-marker) echo 'any' ;;
    --warning-marker) echo 'any' ;;
    --skip-marker) echo 'any' ;;
    --failed-tasks) echo 'warn fail ignore' ;;
    --min-duration) echo 'any' ;;
    --max-duration) echo 'any' ;;
    --max-silence) echo 'any' ;;
    --warning-ping) echo 'success failure' ;;
    --kill-after) echo 'any' ;;
    --lock) echo 'skip wait off' ;;
    --directory) echo 'path' ;;
    --tee) echo 'flag' ;;
    --log-limit) echo 'any' ;;
    --keep-runs) echo 'any' ;;
    --outbox-keep) echo 'any' ;;
    --snapshot) echo 'flag' ;;
    --alert) echo 'any' ;;
    --redact) echo 'any' ;;
    --ping) echo 'any' ;;
    --ping-success-url) echo 'any' ;;
    --ping-failure-url) echo 'any' ;;
    --ping-start-url) echo 'any' ;;
    --ping-log-url) echo 'any' ;;
    --ping-style) echo 'healthchecks cronitor kuma plain' ;;
    --ping-start) echo 'flag' ;;
    --ping-method) echo 'GET POST PUT HEAD' ;;
    --ping-body) echo 'none summary tail' ;;
    --ping-body-limit) echo 'any' ;;
    --ping-headers) echo 'any' ;;
    --ping-user-agent) echo 'any' ;;
    --ping-proxy) echo 'any' ;;
    --ping-ca-file) echo 'path' ;;
    --ping-connect-timeout) echo 'any' ;;
    --ping-read-timeout) echo 'any' ;;
    --ping-timeout) echo 'any' ;;
    --ping-retries) echo 'any' ;;
    --ping-jitter) echo 'any' ;;
    --mail-to) echo 'any' ;;
    --mail-from) echo 'any' ;;
    --mail-on) echo 'failure warning recovery' ;;
    --mail-subject) echo 'any' ;;
    --mail-body) echo 'any' ;;
    --mail-cooldown) echo 'any' ;;
    --state-dir) echo 'path' ;;
    --smtp-host) echo 'any' ;;
    --smtp-port) echo 'any' ;;
    --smtp-security) echo 'none starttls tls' ;;
    --smtp-user) echo 'any' ;;
    --smtp-password) echo 'any' ;;
    --smtp-from) echo 'any' ;;
    --smtp-timeout) echo 'any' ;;
    --smtp-ca-file) echo 'path' ;;
    --smtp-hello) echo 'any' ;;
    --sendmail) echo 'path' ;;
    *) return 1 ;;
  esac
}
# </keys>

# What may stand behind an option as its own word; fails for options that take nothing.
_heartbeat_value() {
  case $1 in
    --config | --from-crontab | --copy-from | --database | --api-key-file | --login-file | --ca-file)
      _heartbeat_from_files -f
      ;;
    --verdict) _heartbeat_from_words success warning failure skipped ;;
    --for) _heartbeat_from_words 30m 2h 1d ;;
    --exit-status) _heartbeat_from_words 0 1 ;;
    --timezone | --after | --count | --listen | --url | --timeout) ;;
    *)
      local kind
      kind=$(_heartbeat_kind "$1") || return 1
      case $kind in
        flag) return 1 ;;
        path) _heartbeat_from_files -f ;;
        any) ;;
        *) _heartbeat_from_words $kind ;;
      esac
      ;;
  esac
}

_heartbeat_from_words() {
  local word
  for word; do
    [[ $word == "$cur"* ]] && COMPREPLY+=("$word")
  done
  return 0
}

_heartbeat_from_files() {
  local file
  compopt -o filenames 2>/dev/null
  while IFS= read -r file; do
    COMPREPLY+=("$file")
  done < <(compgen "$1" -- "$cur")
  return 0
}

# Jobs of the config and of the state directory that the line names.
_heartbeat_jobs() {
  local job i where=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      --config | --state-dir) where+=("${COMP_WORDS[i]}" "${COMP_WORDS[i + 1]}") ;;
    esac
  done
  while IFS= read -r job; do
    [[ $job == "$cur"* ]] && COMPREPLY+=("$(printf %q "$job")")
  done < <("${COMP_WORDS[0]}" completion "${where[@]}" 2>/dev/null)
  return 0
}

# Options may stand before the command: where it stands, or where it may stand now; else 0.
_heartbeat_place_of_command() {
  local i kind
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      --config) ((i++)) ;;
      --) break ;;
      -*)
        kind=$(_heartbeat_kind "${COMP_WORDS[i]}") && [[ $kind != flag ]] && ((i++))
        ;;
      *)
        [[ " $commands help " == *" ${COMP_WORDS[i]} "* ]] && echo $i || echo 0
        return
        ;;
    esac
  done
  ((i == COMP_CWORD)) && echo $i || echo 0
}

_heartbeat() {
  local cur=${COMP_WORDS[COMP_CWORD]} command i kind jobs=1 options first=1 given=0 place
  local commands='exec status log judge validate test flush pause resume forget init serve next test-alert hash-password demo'
  COMPREPLY=()
  place=$(_heartbeat_place_of_command)
  if ((place > 1 && place < COMP_CWORD)); then
    local COMP_WORDS=("${COMP_WORDS[0]}" "${COMP_WORDS[place]}" "${COMP_WORDS[@]:1:place-1}" "${COMP_WORDS[@]:place+1}")
  fi
  command=${COMP_WORDS[1]-}
  case $command in
    status) options='--all --json --nagios --url --api-key-file --login-file --ca-file --timeout --config --state-dir --help' ;;
    log) options='--list --config --state-dir --help' ;;
    validate) options='--config --state-dir --help' jobs=0 ;;
    init) options='--config --from-crontab --system --help' jobs=0 ;;
    pause) options='--for --config --state-dir --help' ;;
    resume) options='--config --state-dir --help' ;;
    forget) options='--config --state-dir --help' ;;
    flush) options='--due --for --config --state-dir --help' jobs=0 ;;
    next) options='--timezone --after --count --help' jobs=0 ;;
    serve) options='--listen --database --copy-from --config --state-dir --help' jobs=0 ;;
    test-alert) options='--config --state-dir --help' jobs=0 ;;
    hash-password) options='--help' jobs=0 ;;
    demo) options='--keep --help' jobs=0 ;;
    help) options='' jobs=0 ;;
    exec) options="--help --verbose --config $_heartbeat_keys" ;;
    judge) options="--help --json --exit-status --config $_heartbeat_keys" ;;
    test) options="--help --verbose --verdict --channel --config $_heartbeat_keys" ;;
    *) options="--help --version --verbose --config $_heartbeat_keys" first=0 ;;
  esac
  ((COMP_CWORD == 1)) && first=0 jobs=1 options="--help --version --verbose --config $_heartbeat_keys"

  # Behind '--' is the line of somebody else.
  for ((i = 1 + first; i < COMP_CWORD; i++)); do
    if [[ $command == exec && ${COMP_WORDS[i]} == -- ]]; then
      if declare -F _command_offset >/dev/null; then
        _command_offset $((i + 1))
      elif ((i + 1 == COMP_CWORD)); then
        _heartbeat_from_files -c
      else
        _heartbeat_from_files -f
      fi
      return
    fi
  done

  if ((COMP_CWORD > 1 + first)) && _heartbeat_value "${COMP_WORDS[COMP_CWORD - 1]}"; then
    return
  fi
  if [[ $cur == -* ]]; then
    _heartbeat_from_words $options
    return
  fi
  # Whether a job is named already: a word that is no option and no option's value.
  for ((i = 1 + first; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      --*=* | -h | -V | --help | --version | --json | --nagios | --all | --list | --due | --system | --keep) ;;
      --config | --from-crontab | --verdict | --channel | --for | --exit-status | --url | --api-key-file | \
        --login-file | --ca-file | --timeout) ((i++)) ;;
      -*)
        kind=$(_heartbeat_kind "${COMP_WORDS[i]}") && [[ $kind != flag ]] && ((i++))
        ;;
      *) given=1 ;;
    esac
  done
  if ((place == COMP_CWORD)); then
    _heartbeat_from_words $commands help
  elif [[ $command == help ]] && ((COMP_CWORD == 2)); then
    _heartbeat_from_words $commands options
  fi
  ((jobs && !given)) && _heartbeat_jobs
  return 0
}

complete -F _heartbeat heartbeat
