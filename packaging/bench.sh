#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: packaging/bench.sh [NAME…]   (default: every figure in tests/bench)
# Each tests/bench/NAME.sh gets the folder of our executables, installs its rival under $FLAMBEAU_BENCH_ENV, runs
# interleaved pairs, compares both sides' results and prints one JSON line; a table for people comes last.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")
export FLAMBEAU_BENCH_ENV="${FLAMBEAU_BENCH_ENV:-$root/build/bench-env}"
"$here/setup.sh" build trainer judge run window test >&2
"$here/build.sh" release -DFLAMBEAU_BUILD_BENCH=ON >&2
mkdir -p "$FLAMBEAU_BENCH_ENV"
if [ -z "${FLAMBEAU_TEST_DATA:-}" ] && [ -d "$root/../shared/data" ]; then
    FLAMBEAU_TEST_DATA=$(CDPATH= cd -- "$root/../shared/data" && pwd)
    export FLAMBEAU_TEST_DATA
fi
if [ $# = 0 ]; then
    for script in "$root"/tests/bench/*.sh; do
        set -- "$@" "$(basename "$script" .sh | tr _ -)"
    done
fi
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
failed=0
for name in "$@"; do
    script="$root/tests/bench/$(echo "$name" | tr - _).sh"
    if [ ! -x "$script" ]; then
        echo "There is no figure '$name'. There are:" >&2
        for known in "$root"/tests/bench/*.sh; do basename "$known" .sh | tr _ - >&2; done
        exit 2
    fi
    echo "Measuring $name" >&2
    if line=$("$script" "$root/build/release/bin"); then
        printf '%s\n' "$line" | tee -a "$lines"
    else
        echo "The figure '$name' could not be measured." >&2
        failed=1
    fi
done
/usr/bin/python3 "$root/tests/bench/table.py" <"$lines"
exit $failed
