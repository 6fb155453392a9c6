#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/bench/studio/workspace.sh FOLDER-OF-OUR-EXECUTABLES RUNS POINTS   makes a workspace of that size once under
# $FLAMBEAU_BENCH_ENV; its folder on stdout
set -eu
workspace=${FLAMBEAU_BENCH_ENV:?}/studio-$2-$3
if [ ! -f "$workspace.READY" ]; then
    rm -rf "$workspace"
    "$1/bench_studio" fill "$workspace" "$2" "$3" >&2
    touch "$workspace.READY"
fi
echo "$workspace"
