#!/usr/bin/env bash
# Configures and builds one preset. Quiet: the log is shown only when something fails.
#   packaging/build.sh PRESET [cmake options…]
set -eu
cd "$(dirname "$0")/.."
preset=$1
shift
log=$(mktemp)
fail() {
    grep -E 'error|Error|FAILED' -A 6 "$log" | tail -n 40 >&2 || true
    printf 'Building the preset "%s" failed (the whole log: %s). If the tree was moved or a package changed, remove build/%s and try again.\n' "$preset" "$log" "$preset" >&2
    exit 1
}
cmake --preset "$preset" "$@" >"$log" 2>&1 || fail
printf 'Building (%s) …\n' "$preset" >&2
cmake --build --preset "$preset" >>"$log" 2>&1 || fail
rm -f "$log"
