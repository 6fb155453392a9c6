#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/bench/studio_start.sh FOLDER-OF-OUR-EXECUTABLES   (called by packaging/bench.sh)
# The figure "studio-start": from exec to the window painted with what its workspace holds (1,000 runs, 10 million
# points), against TensorBoard's start to its first answer with an empty folder. Installs TensorBoard under
# $FLAMBEAU_BENCH_ENV once, and makes the workspace there once. Prints one JSON line.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
bin=$1
env=${FLAMBEAU_BENCH_ENV:?names the folder that rivals are installed in}
venv=$env/tensorboard
if [ ! -f "$venv/READY" ]; then
    rm -rf "$venv"
    mkdir -p "$env"
    /usr/bin/python3 -m venv "$venv" >&2
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check tensorboard 'setuptools<81' >&2
    touch "$venv/READY"
fi
workspace=$("$here/studio/workspace.sh" "$bin" 1000 10000000)
exec /usr/bin/python3 "$here/studio/start_pairs.py" "$bin/flambeau" "$workspace" "$venv/bin/tensorboard"
