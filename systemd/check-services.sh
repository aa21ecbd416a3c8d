#!/bin/sh
# check-services UNIT...: whether each is active.
down=''
for unit; do
  state=$(systemctl is-active -- "$unit" 2>&1)
  [ "$state" = active ] || down="$down $unit ($state)"
done
if [ -n "$down" ]; then
  echo "SERVICES CRITICAL -$down"
  exit 2
fi
echo "SERVICES OK - $*"
