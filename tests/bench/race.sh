#!/usr/bin/env bash
# Runs a rival's timing command and a benchmark of ours one after the other, and prints both and the ratio, line by line:
#   tests/bench/race.sh "RIVAL COMMAND" "OUR COMMAND"
# Both print lines of tab-separated fields whose last number is a time: what, name, [size,] time. Lines that agree in what
# comes before the time race each other.
#   tests/bench/race.sh "PEERS/python/bin/python time_rnn.py basic_rnn_2x512" "build/dev/bench/bench_train basic_rnn_2x512"
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2; }
theirs=$(mktemp) ours=$(mktemp)
trap 'rm -f "$theirs" "$ours"' EXIT
bash -c "$1" 2>/dev/null >"$theirs"
OMP_WAIT_POLICY=PASSIVE bash -c "$2" >"$ours" # as the programs set it: threads that wait give way to others
awk -F'\t' '
    # the first field that begins with a number and has a unit of time is the time; those before it are the name
    function split_line(    i) {
        name = ""
        for (i = 1; i <= NF; ++i) {
            if ($i ~ /^[0-9.]+ m?s/) { time = $i + 0; unit = $i; sub(/^[0-9.]+ /, "", unit); return 1 }
            name = name (i > 1 ? ", " : "") $i
        }
        return 0
    }
    !split_line() { next }
    NR == FNR { rival[name] = time; next }
    name in rival { printf "%-45s rival %9.4f  Partita %9.4f %s: %.2f times as fast\n", name, rival[name], time, unit, rival[name] / time }
' "$theirs" "$ours"
