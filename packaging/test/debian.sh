# For scripts that need a clean Debian. Needs root and debootstrap; DEBIAN_RELEASE names another release, DEBIAN_MIRROR
# a mirror other than Debian's own. What it mounts is gone with the script, which is started again for that.
cd "$(dirname "$0")/../.."
if [ "${1:-}" != mounted ]; then
  exec unshare --mount --propagation private "$0" mounted
fi

# clean_debian NAME PACKAGES ROOT: a minimal Debian with these packages in the folder ROOT; kept for the next time in
# target/NAME-RELEASE.tar.
clean_debian() {
  local release=${DEBIAN_RELEASE:-bookworm} log
  local base=target/$1-$release.tar
  if [ -e "$base" ]; then
    mkdir "$3" && tar xf "$base" -C "$3"
    return
  fi
  log=$(mktemp)
  debootstrap --variant=minbase --include="$2" "$release" "$3" ${DEBIAN_MIRROR:-} >"$log" 2>&1 || {
    tail -20 "$log"
    return 1
  }
  rm -rf "$log" "$3"/var/cache/apt/*
  tar cf "$base.part" -C "$3" . && mv "$base.part" "$base"
}
