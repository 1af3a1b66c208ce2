#!/usr/bin/env bash
# One command: installs what is missing, builds, runs every fast and slow test. Used as it is by .ci/run.
set -eu
cd "$(dirname "$0")/.."

packaging/install.sh build run test
PARTITA_LIBTORCH=$(packaging/libtorch.sh)
packaging/build.sh dev -DPARTITA_LIBTORCH="$PARTITA_LIBTORCH"

exec ctest --test-dir build/dev --output-on-failure --label-regex '^(fast|slow)$' --parallel "$(nproc)"
