#!/usr/bin/env bash
# One command from a fresh system to music: installs what is missing, builds, opens the studio on a demo project.
# Without a display it does the same job by command line: regenerates bars 5–8 of the demo tune and renders it.
set -eu
cd "$(dirname "$0")/.."

packaging/install.sh build run
PARTITA_LIBTORCH=$(packaging/libtorch.sh)
packaging/build.sh release -DPARTITA_LIBTORCH="$PARTITA_LIBTORCH"

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec build/release/bin/partita-studio --demo "$@"
fi

out=${1:-partita-demo}
printf 'No display: regenerating bars 5-8 of the demo tune by command line.\n' >&2
build/release/bin/partita regenerate --input=resources/demo/demo.mid --bars=5-8 --num_outputs=4 --seed=1 --output_dir="$out"
for take in "$out"/*.mid; do
    build/release/bin/partita render "$take" "${take%.mid}.wav"
done
printf 'MIDI and WAV files are in "%s".\n' "$(cd "$out" && pwd)" >&2
