#!/usr/bin/env bash
# Lets libFuzzer run every reader of foreign bytes for a while, from the seeds in tests/corpus.
#   packaging/soak.sh [SECONDS each, default 600] [TARGET…, e.g. fuzz_midi; default all]
# What it finds interesting stays in build/fuzz/corpus, so that the next run starts from there; an input that breaks a
# target lies in build/fuzz/found afterwards.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-600}
case $seconds in '' | *[!0-9]*)
    printf 'How long? packaging/soak.sh takes a number of seconds, not "%s".\n' "$seconds" >&2
    exit 2
    ;;
esac
[ $# -eq 0 ] || shift

packaging/install.sh build fuzz
packaging/build.sh fuzz

build=build/fuzz
mkdir -p $build/found
if [ $# -gt 0 ]; then targets=("$@"); else
    targets=()
    for program in $build/fuzz/fuzz_*; do [ ! -x "$program" ] || targets+=("$(basename "$program")"); done
fi
for target in "${targets[@]}"; do
    [ -x "$build/fuzz/$target" ] || {
        printf 'There is no fuzz target "%s"; there are: %s.\n' "$target" "$(cd $build/fuzz && echo fuzz_*)" >&2
        exit 2
    }
done
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1
for target in "${targets[@]}"; do
    name=${target#fuzz_}
    kept=$build/corpus/$name
    seeds=tests/corpus/$(sed -n '1s|^// seeds: *||p' "tests/fuzz/$target.cpp" | grep . || echo "$name")
    mkdir -p "$kept"
    log=$build/found/$target.log
    printf 'Soaking %s for %s s …\n' "$target" "$seconds" >&2
    if ! "$build/fuzz/$target" -max_total_time="$seconds" -rss_limit_mb=1024 -timeout=20 -print_final_stats=1 \
        -artifact_prefix="$build/found/$target-" "$kept" $([ ! -d "$seeds" ] || find "$seeds" -type d) >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        printf '%s broke. The input lies in %s (the whole log: %s); run %s with it to see it again, mend the reader and add the input to %s.\n' \
            "$target" "$(ls -t $build/found/"$target"-* | head -n 1)" "$log" "$build/fuzz/$target" "$seeds" >&2
        exit 1
    fi
    printf '%s: %s inputs, nothing broke\n' "$target" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")"
done
