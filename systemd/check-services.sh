#!/bin/sh
# check-services UNIT...: whether each is active. cron.service is crond.service where there is only that, as in Fedora.
known() { systemctl cat -- "$1" >/dev/null 2>&1; }
down=''
shown=''
for unit; do
  if [ "$unit" = cron.service ] && ! known "$unit" && known crond.service; then
    unit=crond.service
  fi
  shown="$shown $unit"
  state=$(systemctl is-active -- "$unit" 2>&1)
  [ "$state" = active ] || down="$down $unit ($state)"
done
if [ -n "$down" ]; then
  echo "SERVICES CRITICAL -$down"
  exit 2
fi
echo "SERVICES OK -$shown"
