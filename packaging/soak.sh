#!/usr/bin/env bash
# Long tests: lets libFuzzer run every reader of foreign bytes, from the seeds in tests/corpus, then lets restless hands
# edit, play and click (tests/soak), each for a while.
#   packaging/soak.sh [SECONDS each, default 600] [NAME…, e.g. fuzz_midi tst_soak_window; default all]
# What fuzzing finds interesting stays in build/fuzz/corpus, so that the next run starts from there; an input that breaks a
# target lies in build/fuzz/found afterwards. A long test prints the seed that repeats it.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-600}
case $seconds in '' | *[!0-9]*)
    printf 'How long? packaging/soak.sh takes a number of seconds, not "%s".\n' "$seconds" >&2
    exit 2
    ;;
esac
[ $# -eq 0 ] || shift

fuzzed=() soaked=()
if [ $# -eq 0 ]; then
    fuzzed=($(basename -s .cpp tests/fuzz/fuzz_*.cpp))
    soaked=($(basename -s .cpp tests/soak/tst_*.cpp))
fi
for name in "$@"; do
    if [ -e "tests/fuzz/$name.cpp" ]; then fuzzed+=("$name")
    elif [ -e "tests/soak/$name.cpp" ]; then soaked+=("$name")
    else
        printf 'There is no long test "%s"; there are: %s.\n' "$name" "$(basename -s .cpp tests/fuzz/fuzz_*.cpp tests/soak/tst_*.cpp | xargs)" >&2
        exit 2
    fi
done

if [ ${#fuzzed[@]} -gt 0 ]; then
    packaging/install.sh build fuzz
    packaging/build.sh fuzz
    mkdir -p build/fuzz/found
fi
build=build/fuzz
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1
for target in "${fuzzed[@]}"; do
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

[ ${#soaked[@]} -gt 0 ] || exit 0
packaging/install.sh build run test
PARTITA_LIBTORCH=$(packaging/libtorch.sh)
packaging/build.sh dev -DPARTITA_LIBTORCH="$PARTITA_LIBTORCH"
for test in "${soaked[@]}"; do
    printf 'Soaking %s for %s s …\n' "$test" "$seconds" >&2
    PARTITA_SOAK_SECONDS=$seconds ctest --test-dir build/dev --tests-regex "^$test\$" --output-on-failure >&2 || exit 1
    printf '%s: nothing broke\n' "$test"
done
