#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: packaging/build.sh PRESET [CMake argument…]   configures and builds one preset; prints only what goes wrong.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
preset=$1
shift
cd "$root"
# A torch source takes up to 1.4 GB to compile: as many at once as memory holds, at most one a core.
cores=$(nproc)
memory=$(awk '/MemAvailable/ { print int($2 / 1500000) }' /proc/meminfo)
jobs=$((memory < cores ? memory : cores))
[ "$jobs" -ge 1 ] || jobs=1
# Precompiled headers and ccache agree only when told so.
export CCACHE_SLOPPINESS="${CCACHE_SLOPPINESS:-pch_defines,time_macros,include_file_mtime,include_file_ctime}"
echo "Building (preset $preset, $jobs at a time)"
cmake --preset "$preset" "$@" >"/tmp/flambeau-configure.$$" 2>&1 || {
    cat "/tmp/flambeau-configure.$$" >&2
    rm -f "/tmp/flambeau-configure.$$"
    exit 1
}
rm -f "/tmp/flambeau-configure.$$"
cmake --build --preset "$preset" -j "$jobs"
