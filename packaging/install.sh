#!/usr/bin/env bash
# Installs the distribution's packages of the named groups (packaging/packages.txt), as far as they are missing.
#   packaging/install.sh build run
set -eu
here=$(cd "$(dirname "$0")" && pwd)
say() { printf '%s\n' "$*" >&2; }

command -v dpkg-query >/dev/null || {
    say "This script knows Debian's and Ubuntu's packages only. Install by hand what packaging/packages.txt lists, then build with: cmake --preset release && cmake --build --preset release"
    exit 1
}

missing=()
while read -r group name; do
    case " $* " in *" $group "*) ;; *) continue ;; esac
    state=$(dpkg-query -W -f '${Status}' "$name" 2>/dev/null || true)
    [ "$state" = "install ok installed" ] || missing+=("$name")
done < <(grep -v '^#' "$here/packages.txt")
[ ${#missing[@]} -gt 0 ] || exit 0

say "Installing ${#missing[@]} packages: ${missing[*]}"
root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        say "Installing needs root. Run as root: apt-get install ${missing[*]}"
        exit 1
    }
    root=(sudo)
fi
log=$(mktemp)
export DEBIAN_FRONTEND=noninteractive
if ! "${root[@]}" apt-get update >"$log" 2>&1 ||
    ! "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1; then
    tail -n 5 "$log" >&2
    say "The packages could not be installed (the whole log: $log). Check the connection and the package sources, then run this again."
    exit 1
fi
rm -f "$log"
