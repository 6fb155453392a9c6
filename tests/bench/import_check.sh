#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/bench/import_check.sh FOLDER-OF-OUR-EXECUTABLES   (called by packaging/bench.sh)
# The figure "import-check": seconds for a whole import of 10,000 pictures with every check, against sha256sum and PIL.
# The pictures are made once, under $FLAMBEAU_BENCH_ENV. Prints one JSON line.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
bin=$1
env=${FLAMBEAU_BENCH_ENV:?names the folder that data and rivals are kept in}
count=${FLAMBEAU_BENCH_PICTURES:-10000}
pictures=$env/import-check-$count
if [ ! -f "$pictures.READY" ]; then
    rm -rf "$pictures"
    mkdir -p "$env"
    photographs=
    if [ -n "${FLAMBEAU_TEST_DATA:-}" ] && [ -d "$FLAMBEAU_TEST_DATA/hymenoptera_data" ]; then
        photographs=$FLAMBEAU_TEST_DATA/hymenoptera_data
    fi
    "$bin/bench_pictures" "$pictures" "$count" ${photographs:+"$photographs"} >&2
    touch "$pictures.READY"
fi
exec /usr/bin/python3 "$here/import_check/pairs.py" "$bin" "$pictures" "$count"
