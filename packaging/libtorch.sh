#!/usr/bin/env bash
# Prints the folder of a LibTorch (it holds include/ and lib/), installing one if need be. Messages go to standard error.
#   1. PARTITA_LIBTORCH or the first argument: the user's own.
#   2. The wheel torch==2.13.0 in a private environment under the user's cache folder; installed once.
#   3. Where PyPI does not answer: the distribution's libtorch-dev (slower, without CUDA).
set -eu

version=2.13.0
say() { printf '%s\n' "$*" >&2; }

usable() { # FOLDER: has headers and libraries?
    [ -e "$1/include/torch/csrc/api/include/torch/torch.h" ] &&
        { [ -e "$1/lib/libtorch_cpu.so" ] || ls "$1"/lib/*/libtorch_cpu.so >/dev/null 2>&1; }
}

given=${1:-${PARTITA_LIBTORCH:-}}
if [ -n "$given" ]; then
    usable "$given" || { say "\"$given\" is no LibTorch: include/torch or lib/libtorch_cpu.so is missing. Name the folder that holds include/ and lib/."; exit 1; }
    printf '%s\n' "$given"
    exit 0
fi

environment="${XDG_CACHE_HOME:-$HOME/.cache}/partita/torch-$version"
wheel_folder() { ls -d "$environment"/lib/python3*/site-packages/torch 2>/dev/null | head -n 1; }

folder=$(wheel_folder)
if [ -n "$folder" ] && usable "$folder"; then
    printf '%s\n' "$folder"
    exit 0
fi

install_wheel() {
    command -v python3 >/dev/null || { say "python3 is missing, so the LibTorch wheel cannot be fetched."; return 1; }
    say "Installing LibTorch $version (once) into $environment …"
    rm -rf "$environment"
    python3 -m venv "$environment" >&2 || { say "python3-venv is missing: apt-get install python3-venv"; return 1; }
    # CUDA builds need NVIDIA's libraries beside them; the CPU build's wheel names none. Python packages that torch's
    # Python half wants are left out: only its headers and libraries are used.
    "$environment/bin/python" -m pip install --quiet --no-compile --no-deps "torch==$version" >&2 || return 1
    local torch
    torch=$(wheel_folder)
    if [ -e "$torch/lib/libtorch_cuda.so" ]; then
        "$environment/bin/python" - <<'PY' | xargs -r "$environment/bin/python" -m pip install --quiet --no-compile >&2
from importlib.metadata import requires
for line in requires("torch") or []:
    requirement, _, marker = line.partition(";")
    if requirement.strip().startswith(("nvidia", "triton")) and "extra" not in marker:
        if not requirement.strip().startswith("triton"):
            print(requirement.strip().replace(" ", ""))
PY
    fi
}

if install_wheel; then
    folder=$(wheel_folder)
    if [ -n "$folder" ] && usable "$folder"; then
        printf '%s\n' "$folder"
        exit 0
    fi
fi
rm -rf "$environment"

if usable /usr; then
    say "The LibTorch $version wheel could not be installed; using the distribution's libtorch: it is slower and has no CUDA."
    printf '/usr\n'
    exit 0
fi
say "No LibTorch: PyPI did not answer and the distribution's is not installed. Either connect to the internet and try again, or:"
say "  apt-get install libtorch-dev libopenblas0-openmp      (slower, no CUDA)"
say "  PARTITA_LIBTORCH=/path/to/libtorch $0                 (your own)"
exit 1
